package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.SettingSpec;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    @Test
    void factory_serviceLoader_found() {
        assertThat(ServiceLoader.load(KeyProviderFactory.class)).singleElement().satisfies(factory -> {
            assertThat(factory).isInstanceOf(AwsKeyProviderFactory.class);
            assertThat(factory.type()).isEqualTo("aws_kms");
            assertThat(factory.displayName()).isEqualTo("AWS KMS");
            assertThat(factory.settings())
                    .extracting(SettingSpec::name)
                    .containsExactlyInAnyOrder(
                            "application-id",
                            "region",
                            "endpoint-url",
                            "ca-certificate",
                            "credential-mode",
                            "access-key-id",
                            "secret-access-key",
                            "session-token",
                            "profile-name",
                            "role-arn",
                            "role-session-name",
                            "external-id",
                            "web-identity-token-file",
                            "sts-endpoint-url",
                            "require-tenant-tag",
                            "deadline",
                            "max-retries",
                            "base-delay-in-ms",
                            "max-delay-in-ms",
                            "max-concurrent-calls",
                            "cache-ttl-in-seconds",
                            "breaker-wait-in-ms");
        });
    }
}
