package com.sphereon.kms.provider.aws;

import com.sphereon.kms.provider.aws.AwsSettings.Role;
import com.sphereon.kms.provider.remote.HttpEndpoint;
import com.sphereon.kms.provider.remote.ServerTrust;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Makes clients of the SDK. They repeat nothing by themselves: that is done around them, within the deadline. */
final class AwsClients {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    private AwsClients() {}

    static KmsClient kms(AwsSettings settings, AwsCredentialsProvider credentials) {
        return configured(KmsClient.builder(), settings, credentials, settings.endpoint())
                .build();
    }

    static StsClient sts(AwsSettings settings, Role role, AwsCredentialsProvider credentials) {
        return configured(StsClient.builder(), settings, credentials, role.stsEndpoint())
                .build();
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            B builder, AwsSettings settings, AwsCredentialsProvider credentials, Optional<HttpEndpoint> endpoint) {
        Duration deadline = settings.limits().deadline();
        endpoint.ifPresent(given -> builder.endpointOverride(given.url().uri()));
        return builder.region(Region.of(settings.region()))
                .credentialsProvider(credentials)
                .overrideConfiguration(configuration -> configuration
                        .appId(settings.applicationId())
                        .apiCallTimeout(deadline)
                        .retryStrategy(AwsRetryStrategy.doNotRetry()))
                .httpClientBuilder(http(deadline, settings.endpoint().flatMap(HttpEndpoint::certificates)));
    }

    private static UrlConnectionHttpClient.Builder http(Duration deadline, Optional<ServerTrust> trust) {
        UrlConnectionHttpClient.Builder http = UrlConnectionHttpClient.builder()
                .connectionTimeout(deadline.compareTo(LONGEST_CONNECT) < 0 ? deadline : LONGEST_CONNECT)
                .socketTimeout(deadline);
        trust.ifPresent(
                certificates -> http.tlsTrustManagersProvider(() -> new TrustManager[] {certificates.manager()}));
        return http;
    }
}
