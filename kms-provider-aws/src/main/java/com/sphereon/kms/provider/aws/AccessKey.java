package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.provider.aws.AwsSettings.AccessKeyReference;
import com.sphereon.kms.provider.remote.CredentialSource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** An access key in files or environment variables, as it is now. Safe for use by many threads. */
final class AccessKey implements AwsCredentialsProvider, AutoCloseable {
    private final CredentialSource id;
    private final CredentialSource secret;
    private final Optional<CredentialSource> token;

    private AccessKey(CredentialSource id, CredentialSource secret, Optional<CredentialSource> token) {
        this.id = id;
        this.secret = secret;
        this.token = token;
    }

    /** @throws InvalidSettingException when a part is not there */
    static AccessKey open(AccessKeyReference reference) {
        return new AccessKey(
                CredentialSource.open(reference.id()),
                CredentialSource.open(reference.secret()),
                reference.token().map(CredentialSource::open));
    }

    /** Texts that cannot be wiped: the SDK takes no others. */
    @Override
    public AwsCredentials resolveCredentials() {
        return token.<AwsCredentials>map(session -> AwsSessionCredentials.create(text(id), text(secret), text(session)))
                .orElseGet(() -> AwsBasicCredentials.create(text(id), text(secret)));
    }

    /** Looks at once whether there is another key now than the one AWS refused. */
    boolean isReplaced(AwsCredentials refused) {
        boolean replaced = isReplaced(id, refused.accessKeyId());
        replaced |= isReplaced(secret, refused.secretAccessKey());
        if (refused instanceof AwsSessionCredentials session && token.isPresent()) {
            replaced |= isReplaced(token.get(), session.sessionToken());
        }
        return replaced;
    }

    private static boolean isReplaced(CredentialSource source, String refused) {
        try (SecretBytes bytes = SecretBytes.copyOf(refused.getBytes(StandardCharsets.UTF_8))) {
            return source.renew(bytes);
        }
    }

    private static String text(CredentialSource source) {
        try (SecretBytes bytes = source.read()) {
            return bytes.expose(octets -> new String(octets, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        id.close();
        secret.close();
        token.ifPresent(CredentialSource::close);
    }
}
