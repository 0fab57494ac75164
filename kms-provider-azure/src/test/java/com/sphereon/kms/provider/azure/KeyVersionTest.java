package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyVersionTest {
    private static final HttpUrl VAULT = HttpUrl.get("https://acme.vault.azure.net");
    private static final String VERSION = "0123456789abcdef0123456789abcdef";

    @Test
    void parse_nameAndVersion_both() {
        assertThat(KeyVersion.parse("my-Key:" + VERSION)).contains(new KeyVersion("my-Key", VERSION));
        assertThat(new KeyVersion("my-Key", VERSION)).hasToString("my-Key:" + VERSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "name",
                "name:",
                "name:short",
                ":0123456789abcdef0123456789abcdef",
                "na/me:0123456789abcdef0123456789abcdef",
                "..:0123456789abcdef0123456789abcdef",
                "name:0123456789ABCDEF0123456789ABCDEF",
                "name:0123456789abcdef0123456789abcdef/..",
                "name:0123456789abcdef0123456789abcdef\n"
            })
    void parse_anythingElse_nothing(String text) {
        assertThat(KeyVersion.parse(text)).isEmpty();
    }

    @Test
    void parseUrl_versionInTheVault_found() {
        KeyVersion version = new KeyVersion("name", VERSION);

        assertThat(KeyVersion.parseUrl(VAULT + "keys/name/" + VERSION, VAULT)).contains(version);
        assertThat(KeyVersion.parseUrl("https://ACME.vault.azure.net:443/keys/name/" + VERSION, VAULT))
                .contains(version);
        assertThat(version.url(VAULT)).isEqualTo("https://acme.vault.azure.net/keys/name/" + VERSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.vault.azure.net/keys/name/0123456789abcdef0123456789abcdef",
                "http://acme.vault.azure.net/keys/name/0123456789abcdef0123456789abcdef",
                "https://acme.vault.azure.net:444/keys/name/0123456789abcdef0123456789abcdef",
                "https://acme.vault.azure.net.evil.example/keys/name/0123456789abcdef0123456789abcdef",
                "https://me@acme.vault.azure.net/keys/name/0123456789abcdef0123456789abcdef",
                "https://acme.vault.azure.net/secrets/name/0123456789abcdef0123456789abcdef",
                "https://acme.vault.azure.net/keys/name",
                "https://acme.vault.azure.net/keys/name/0123456789abcdef0123456789abcdef?x=1",
                "https://acme.vault.azure.net/keys/name/0123456789abcdef0123456789abcdef/sign",
                "name:0123456789abcdef0123456789abcdef"
            })
    void parseUrl_anythingElse_nothing(String text) {
        assertThat(KeyVersion.parseUrl(text, VAULT)).isEmpty();
    }

    @Test
    void isSameAs_namesInAnotherCase_same() {
        KeyVersion version = new KeyVersion("name", VERSION);

        assertThat(version.isSameAs(new KeyVersion("NAME", VERSION))).isTrue();
        assertThat(version.isSameAs(new KeyVersion("name2", VERSION))).isFalse();
        assertThat(version.isSameAs(new KeyVersion("name", "f".repeat(32)))).isFalse();
    }
}
