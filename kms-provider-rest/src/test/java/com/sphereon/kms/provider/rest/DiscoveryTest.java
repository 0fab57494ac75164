package com.sphereon.kms.provider.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    @Test
    void factory_serviceLoader_found() {
        assertThat(ServiceLoader.load(KeyProviderFactory.class))
                .filteredOn(factory -> factory.type().equals("rest"))
                .singleElement()
                .satisfies(factory -> {
                    assertThat(factory).isInstanceOf(RestKeyProviderFactory.class);
                    assertThat(factory.displayName()).isEqualTo("Another KMS over REST");
                    assertThat(factory.settings())
                            .containsAll(RemoteSettings.with())
                            .extracting(SettingSpec::name)
                            .contains(
                                    "url",
                                    "rest-provider-id",
                                    "bearer-jwt",
                                    "token-endpoint",
                                    "client-id",
                                    "client-secret",
                                    "audience",
                                    "scope",
                                    "ca-certificate")
                            .doesNotHaveDuplicates()
                            .hasSize(9 + RemoteSettings.with().size());
                });
    }
}
