package com.sphereon.kms.provider.csc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    @Test
    void factory_serviceLoader_found() {
        assertThat(ServiceLoader.load(KeyProviderFactory.class)).singleElement().satisfies(factory -> {
            assertThat(factory).isInstanceOf(CscKeyProviderFactory.class);
            assertThat(factory.type()).isEqualTo("csc");
            assertThat(factory.displayName()).isEqualTo("Cloud Signature Consortium");
            assertThat(factory.settings())
                    .containsAll(RemoteSettings.with())
                    .extracting(SettingSpec::name)
                    .contains(
                            "base-url",
                            "ca-certificate",
                            "variant",
                            "api-version",
                            "token-url",
                            "token-endpoint-auth-method",
                            "client-id",
                            "client-secret",
                            "scope",
                            "esign-url",
                            "user-id",
                            "pin",
                            "auto-signer-id",
                            "api-key",
                            "tenant-credentials")
                    .doesNotHaveDuplicates()
                    .hasSize(15 + RemoteSettings.with().size());
        });
    }
}
