package com.sphereon.kms.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "default", "acme-bank", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "0"})
    void tenant_slugOrUuid_isAccepted(String value) {
        assertThat(new TenantId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "a-",
                "-a",
                "a--b",
                "A",
                "a_b",
                "a b",
                "a.b",
                "../x",
                "a\";drop schema",
                "a\n",
                "tenänt",
                "аcme"
            })
    void tenant_anythingElse_isRefused(String value) {
        assertThatThrownBy(() -> new TenantId(value))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("tenant");
    }

    @Test
    void tenant_atAndPastTheLimit_isAcceptedAndRefused() {
        assertThat(new TenantId("a".repeat(TenantId.MAX_CHARS)).value()).hasSize(TenantId.MAX_CHARS);
        assertThatThrownBy(() -> new TenantId("a".repeat(TenantId.MAX_CHARS + 1)))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void alias_atAndPastTheLimit_isAcceptedAndRefused() {
        assertThat(new KeyAlias("~".repeat(KeyAlias.MAX_CHARS)).value()).hasSize(KeyAlias.MAX_CHARS);
        assertThatThrownBy(() -> new KeyAlias("~".repeat(KeyAlias.MAX_CHARS + 1)))
                .hasMessage("alias has 513 characters; allowed are 1 to 512");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "a\u0000", "schlüssel", ".", "..", "a\r\nX: y"})
    void alias_notVisibleAscii_isRefused(String value) {
        assertThatThrownBy(() -> new KeyAlias(value))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("alias");
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer:credential-signing", "alias/x", "did:jwk:e30#0", "100%", "a?b=c&d"})
    void alias_anyVisibleAscii_isAccepted(String value) {
        assertThat(new KeyAlias(value)).hasToString(value);
        assertThat(new Kid(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "Abc", "1abc", "a_b", "abc!", ""})
    void provider_otherForm_isRefused(String value) {
        assertThatThrownBy(() -> new ProviderId(value))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("providerId");
    }

    @Test
    void refusedValue_long_isShortenedInTheMessage() {
        assertThatThrownBy(() -> new ProviderId("X".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
    }
}
