package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftwareSettingsTest {
    private static final Path DATA = Path.of("data");

    @Test
    void from_nothingSet_defaults() {
        SoftwareSettings settings = from();

        assertThat(settings.keyStoreType()).isEqualTo(KeyStoreType.FILE);
        assertThat(settings.path()).isEqualTo(Path.of("data/keystore/software-test"));
        assertThat(settings.masterKey()).isEmpty();
        assertThat(settings.previousMasterKeys()).isEmpty();
        assertThat(settings.cryptographyProvider()).isEqualTo(CryptographyProvider.AUTO);
    }

    @Test
    void from_everythingSet_everythingTaken() {
        SoftwareSettings settings = from(
                "key-store.type", "memory",
                "key-store.path", "/keys",
                "key-store.master-key", "file:/run/secrets/master",
                "key-store.previous-master-keys", "file:/a, env:B ,file:/c",
                "cryptography-provider", "jdk");

        assertThat(settings.keyStoreType()).isEqualTo(KeyStoreType.MEMORY);
        assertThat(settings.path()).isEqualTo(Path.of("/keys"));
        assertThat(settings.masterKey())
                .contains(new SecretReference.File("key-store.master-key", Path.of("/run/secrets/master")));
        assertThat(settings.previousMasterKeys())
                .hasSize(3)
                .first()
                .isEqualTo(new SecretReference.File("key-store.previous-master-keys", Path.of("/a")));
        assertThat(settings.previousMasterKeys().get(1))
                .isInstanceOfSatisfying(
                        SecretReference.Env.class, env -> assertThat(env.name()).isEqualTo("B"));
        assertThat(settings.cryptographyProvider()).isEqualTo(CryptographyProvider.JDK);
    }

    @ParameterizedTest
    @CsvSource({
        "key-store.type, pkcs12",
        "key-store.type, MEMORY",
        "cryptography-provider, bc",
        "key-store.master-key, c2VjcmV0IGtleSBpbiBwbGFpbiB0ZXh0",
        "key-store.master-key, file:",
        "key-store.previous-master-keys, c2VjcmV0IGtleSBpbiBwbGFpbiB0ZXh0",
        "key-store.previous-master-keys, 'file:/a,,file:/b'",
    })
    void from_wrongValue_refusedByNameWithoutRepeatingIt(String name, String value) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> from(name, value))
                .withMessageStartingWith(name + " ")
                .withMessageNotContaining("c2Vj")
                .satisfies(e -> assertThat(e.setting()).isEqualTo(name));
    }

    private static SoftwareSettings from(String... settings) {
        return SoftwareSettings.from(TestProvider.settings(TestProvider.ID, DATA, settings));
    }
}
