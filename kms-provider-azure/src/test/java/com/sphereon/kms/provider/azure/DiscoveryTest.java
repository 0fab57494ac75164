package com.sphereon.kms.provider.azure;

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
            assertThat(factory).isInstanceOf(AzureKeyProviderFactory.class);
            assertThat(factory.type()).isEqualTo("azure_keyvault");
            assertThat(factory.displayName()).isEqualTo("Azure Key Vault KMS");
            assertThat(factory.settings())
                    .containsAll(RemoteSettings.with())
                    .extracting(SettingSpec::name)
                    .contains(
                            "application-id",
                            "keyvault-url",
                            "tenant-id",
                            "hsm-type",
                            "credential-mode",
                            "client-id",
                            "client-secret",
                            "client-certificate",
                            "authority-host",
                            "ca-certificate",
                            "purge-on-delete",
                            "require-tenant-tag")
                    .doesNotHaveDuplicates()
                    .hasSize(12 + RemoteSettings.with().size());
        });
    }
}
