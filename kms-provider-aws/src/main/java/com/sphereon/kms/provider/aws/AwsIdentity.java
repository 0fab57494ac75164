package com.sphereon.kms.provider.aws;

import com.sphereon.kms.provider.aws.AwsSettings.Role;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Who we are at AWS. Nothing is asked for before the first request is signed. Safe for use by many threads.
 *
 * @param provider has what requests are signed with
 * @param accessKey the key in our settings, when requests are signed with that itself
 * @param release closes what {@code provider} was made of
 */
record AwsIdentity(AwsCredentialsProvider provider, Optional<AccessKey> accessKey, Runnable release)
        implements AutoCloseable {

    /** As the settings say. */
    static AwsIdentity of(AwsSettings settings) {
        Optional<AccessKey> accessKey = settings.accessKey().map(AccessKey::open);
        return switch (settings.mode()) {
            case ACCESS_KEY -> of(accessKey.orElseThrow());
            case DEFAULT_CHAIN -> of(DefaultCredentialsProvider.builder().build());
            case CONTAINER -> of(ContainerCredentialsProvider.builder().build());
            case INSTANCE -> of(InstanceProfileCredentialsProvider.builder().build());
            case PROFILE -> of(profile(settings.profileName()));
            case ASSUME_ROLE -> assumed(settings, settings.role().orElseThrow(), accessKey);
            case WEB_IDENTITY -> webIdentity(settings, settings.role().orElseThrow());
        };
    }

    private static AwsIdentity of(AwsCredentialsProvider provider) {
        return new AwsIdentity(provider, Optional.empty(), () -> {});
    }

    private static AwsIdentity of(AccessKey key) {
        return new AwsIdentity(key, Optional.of(key), key::close);
    }

    private static AwsCredentialsProvider profile(Optional<String> name) {
        ProfileCredentialsProvider.Builder builder = ProfileCredentialsProvider.builder();
        name.ifPresent(builder::profileName);
        return builder.build();
    }

    private static AwsIdentity assumed(AwsSettings settings, Role role, Optional<AccessKey> accessKey) {
        AwsCredentialsProvider own = accessKey
                .<AwsCredentialsProvider>map(key -> key)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
        StsClient sts = AwsClients.sts(settings, role, own);
        AwsCredentialsProvider provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(role.arn())
                        .roleSessionName(role.sessionName())
                        .externalId(role.externalId().orElse(null)))
                .build();
        return new AwsIdentity(provider, Optional.empty(), () -> {
            sts.close();
            accessKey.ifPresent(AccessKey::close);
        });
    }

    private static AwsIdentity webIdentity(AwsSettings settings, Role role) {
        StsClient sts = AwsClients.sts(settings, role, AnonymousCredentialsProvider.create());
        AwsCredentialsProvider provider = StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts)
                .roleArn(role.arn())
                .roleSessionName(role.sessionName())
                .webIdentityTokenFile(role.tokenFile().orElseThrow())
                .build();
        return new AwsIdentity(provider, Optional.empty(), sts::close);
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
        release.run();
    }
}
