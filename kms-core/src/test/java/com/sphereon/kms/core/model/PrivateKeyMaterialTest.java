package com.sphereon.kms.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyMaterialTest {

    /** RFC 7517 appendix A.2. */
    private static final Map<String, String> EC = Map.of(
            "kty", "EC",
            "crv", "P-256",
            "x", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "y", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
            "d", "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE");

    @Test
    void ec_roundTrip_isUnchangedAndPrintsNoSecret() {
        try (PrivateKeyMaterial key = PrivateKeyMaterial.fromJwk(EC)) {
            assertThat(key.toJwk()).containsExactlyInAnyOrderEntriesOf(EC);
            assertThat(key.toString()).doesNotContain("870MB6gf").contains("hidden");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE",
                "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3",
                "870MB6gf+uTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"
            })
    void ec_scalarOutOfRangeOrMalformed_isRefusedWithoutEcho(String d) {
        Map<String, String> jwk = new HashMap<>(EC);
        jwk.put("d", d);
        assertThatThrownBy(() -> PrivateKeyMaterial.fromJwk(jwk))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("key.d")
                .hasMessageNotContaining(d);
    }

    @Test
    void oct_tooShortTooLongOrPresent_isJudgedByItsLength() {
        assertThat(PrivateKeyMaterial.fromJwk(oct(16)).spec()).isEqualTo(new KeySpec.Oct(128));
        assertThat(PrivateKeyMaterial.fromJwk(oct(128)).spec()).isEqualTo(new KeySpec.Oct(1024));
        assertThatThrownBy(() -> PrivateKeyMaterial.fromJwk(oct(15))).hasMessageContaining("120 bits");
        assertThatThrownBy(() -> PrivateKeyMaterial.fromJwk(oct(129))).hasMessageContaining("1032 bits");
        assertThatThrownBy(() -> PrivateKeyMaterial.fromJwk(Map.of("kty", "oct")))
                .hasMessage("key.k is missing");
    }

    @Test
    void rsa_withoutCrtMembers_isRefusedByName() {
        Map<String, String> jwk = new HashMap<>();
        jwk.put("kty", "RSA");
        jwk.put("n", "g" + "A".repeat(341));
        jwk.put("e", "AQAB");
        jwk.put("d", "AQAB");
        assertThatThrownBy(() -> PrivateKeyMaterial.fromJwk(jwk)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void secret_afterClose_cannotBeUsed() {
        SecretBytes secret = SecretBytes.copyOf(new byte[] {1, 2, 3});
        byte[] seen = secret.expose(bytes -> bytes);
        assertThat(seen).as("the lent copy is wiped").containsOnly(0);
        secret.close();
        assertThatThrownBy(() -> secret.expose(bytes -> bytes.length)).isInstanceOf(IllegalStateException.class);
    }

    private static Map<String, String> oct(int bytes) {
        return Map.of("kty", "oct", "k", Jwk.base64Url(new byte[bytes]));
    }
}
