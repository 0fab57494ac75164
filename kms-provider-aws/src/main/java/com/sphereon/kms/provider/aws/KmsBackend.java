package com.sphereon.kms.provider.aws;

import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;

/** Speaks with AWS KMS in one region: one request for one answer. Safe for use by many threads. */
final class KmsBackend implements AutoCloseable {
    private final AwsIdentity identity;
    private final KmsClient client;
    private final AwsFailures failures;

    private KmsBackend(AwsIdentity identity, KmsClient client, AwsFailures failures) {
        this.identity = identity;
        this.client = client;
        this.failures = failures;
    }

    /** Asks nothing yet. */
    static KmsBackend open(AwsSettings settings) {
        AwsIdentity identity = AwsIdentity.of(settings);
        return new KmsBackend(
                identity, AwsClients.kms(settings, identity.provider()), new AwsFailures(Clock.systemUTC()));
    }

    /**
     * Sends one request.
     *
     * @throws RemoteFailure in place of what the SDK throws
     */
    <R extends KmsRequest, A> A send(R request, BiFunction<KmsClient, R, A> operation, Deadline deadline) {
        Optional<AwsCredentials> own = identity.accessKey().map(AccessKey::resolveCredentials);
        try {
            return operation.apply(client, within(deadline.required(), own, request));
        } catch (SdkException e) {
            RemoteFailure failure = failures.translate(e);
            throw failure.kind() == Kind.DENIED && isReplaced(own) ? failure.renewed() : failure;
        } catch (UncheckedIOException e) {
            throw AwsFailures.withoutCredentials();
        }
    }

    /** Signed with the key as it was read now, so that it is known which one was refused. */
    @SuppressWarnings("unchecked") // the builder of a request makes a request of the same class
    private static <R extends KmsRequest> R within(Duration time, Optional<AwsCredentials> own, R request) {
        return (R) request.toBuilder()
                .overrideConfiguration(call -> {
                    call.apiCallTimeout(time);
                    own.ifPresent(key -> call.credentialsProvider(StaticCredentialsProvider.create(key)));
                })
                .build();
    }

    private boolean isReplaced(Optional<AwsCredentials> refused) {
        return refused.isPresent() && identity.accessKey().orElseThrow().isReplaced(refused.get());
    }

    /**
     * What AWS tells of a key.
     *
     * @param resource its identifier or alias
     */
    KeyMetadata metadata(String resource, Deadline deadline) {
        DescribeKeyRequest request =
                DescribeKeyRequest.builder().keyId(resource).build();
        KeyMetadata key = send(request, KmsClient::describeKey, deadline).keyMetadata();
        if (key == null || key.keyId() == null) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is about no key");
        }
        return key;
    }

    /** What is written beside a key. There are 50 tags at most, which is one page. */
    Map<String, String> tags(String keyId, Deadline deadline) {
        ListResourceTagsRequest request =
                ListResourceTagsRequest.builder().keyId(keyId).build();
        Map<String, String> tags = new HashMap<>();
        send(request, KmsClient::listResourceTags, deadline)
                .tags()
                .forEach(tag -> tags.put(tag.tagKey(), tag.tagValue()));
        return tags;
    }

    /**
     * That an answer is about the key that was asked for.
     *
     * @param told the key's ARN, as AWS tells it in answers, or its bare identifier
     * @throws RemoteFailure of kind UNEXPECTED when it is about another
     */
    static void requireAbout(String keyId, @Nullable String told) {
        if (told == null || !(told.equals(keyId) || told.endsWith(":key/" + keyId))) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is about another key");
        }
    }

    /**
     * That an answer was made with the algorithm that was asked for.
     *
     * @throws RemoteFailure of kind UNEXPECTED when it was made with another
     */
    static void requireSame(Object asked, @Nullable Object told) {
        if (!asked.equals(told)) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is about another algorithm");
        }
    }

    @Override
    public void close() {
        client.close();
        identity.close();
    }
}
