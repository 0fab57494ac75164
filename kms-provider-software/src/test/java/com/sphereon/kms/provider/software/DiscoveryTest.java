package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.core.spi.SignatureVerifier;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    @Test
    void factory_serviceLoader_found() {
        assertThat(ServiceLoader.load(KeyProviderFactory.class)).singleElement().satisfies(factory -> {
            assertThat(factory).isInstanceOf(SoftwareKeyProviderFactory.class);
            assertThat(factory.type()).isEqualTo("software");
            assertThat(factory.displayName()).isEqualTo("Software KMS");
            assertThat(factory.settings())
                    .extracting(SettingSpec::name)
                    .containsExactlyInAnyOrder(
                            "key-store.type",
                            "key-store.path",
                            "key-store.master-key",
                            "key-store.previous-master-keys",
                            "cryptography-provider");
        });
    }

    @Test
    void verifier_serviceLoader_found() {
        assertThat(ServiceLoader.load(SignatureVerifier.class))
                .singleElement()
                .isInstanceOf(SoftwareSignatureVerifier.class);
    }
}
