package com.sphereon.kms.wire;

import static com.sphereon.kms.wire.WireFixture.EC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.service.ImportKey;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportKeyMappingTest {
    /** 32 bytes. */
    private static final String K = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr8";

    @Test
    void key_only_isReadAsTheOldestClientSendsIt() {
        ImportKey wish = map(null, null, with(EC, "kid", "k1", "alg", "ES256"));
        assertThat(wish.alias()).isEmpty();
        assertThat(wish.kid().orElseThrow()).hasToString("k1");
        assertThat(wish.parameters().algorithm()).contains(SignatureAlgorithm.ECDSA_SHA256);
        assertThat(wish.certificateChain()).isEmpty();
    }

    @Test
    void kid_outsideAndInside_theOuterCounts() {
        assertThat(map(null, "outer", with(EC, "kid", "inner")).kid().orElseThrow())
                .hasToString("outer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ECDSA_SHA256"})
    void alg_eitherName_isUnderstood(String alg) {
        assertThat(map("a", null, with(EC, "alg", alg)).parameters().algorithm())
                .contains(SignatureAlgorithm.ECDSA_SHA256);
    }

    @Test
    void alg_ofAgreement_makesAnEncryptionKey() {
        ImportKey wish = map("a", null, with(EC, "alg", "ECDH-ES+A256KW"));
        assertThat(wish.parameters().usage().use()).isEqualTo(KeyUse.ENC);
    }

    @ParameterizedTest
    @CsvSource({
        "alg, A256GCM, ENC",
        "alg, HS256, SIG",
        "use, enc, ENC",
        "use, sig, SIG",
        "key_ops, encrypt decrypt, ENC"
    })
    void symmetric_withAHint_isForThat(String member, String value, KeyUse use) {
        assertThat(map("a", null, Map.of("kty", "oct", "k", K, member, value))
                        .parameters()
                        .usage()
                        .use())
                .isEqualTo(use);
    }

    @Test
    void symmetric_operations_areKeptAsGiven() {
        assertThat(map("a", null, Map.of("kty", "oct", "k", K, "key_ops", "verify"))
                        .parameters()
                        .usage()
                        .operations())
                .containsExactly(KeyOperation.VERIFY);
    }

    @Test
    void symmetric_withoutAnyHint_isRefused() {
        refused(Map.of("kty", "oct", "k", K), "what the symmetric key is for");
    }

    @Test
    void contradictions_areRefusedByName() {
        refused(with(EC, "alg", "ES256", "use", "enc"), "ECDSA_SHA256");
        refused(with(EC, "alg", "ES384"), "keyInfo.key.alg 'ES384'");
        refused(with(EC, "alg", "none"), "keyInfo.key.alg 'none'");
        refused(with(EC, "use", "sign"), "keyInfo.key.use 'sign'");
        refused(with(EC, "key_ops", "sign encrypt"), "keyOperations");
        refused(Map.of("kty", "oct", "k", "AAAA"), "24 bits");
    }

    @Test
    void publicKeyOrNothing_isRefused() {
        Map<String, String> publicOnly = new HashMap<>(EC);
        publicOnly.remove("d");
        refused(publicOnly, "no private member");
        assertThatThrownBy(() -> ImportKeyMapping.toDomain(new ImportKeyRequest(null, null)))
                .hasMessage("keyInfo is missing");
        assertThatThrownBy(() -> ImportKeyMapping.toDomain(
                        new ImportKeyRequest(WireFixture.keyInfo("a", null, null, null), null)))
                .hasMessage("keyInfo.key is missing");
    }

    @Test
    void privateMember_malformed_isNotRepeated() {
        refused(with(EC, "d", "870MB6gf!!secret"), "keyInfo.key.d is not base64url");
    }

    @Test
    void keyType_otherThanTheKeys_isRefused() {
        KeyInfo keyInfo = new KeyInfo(
                null, WireFixture.jwk(EC), null, null, null, "a", null, null, null, "RSA", null, null, null);
        assertThatThrownBy(() -> ImportKeyMapping.toDomain(new ImportKeyRequest(keyInfo, null)))
                .hasMessageContaining("keyInfo.keyType 'RSA'");
    }

    private static void refused(Map<String, String> jwk, String said) {
        assertThatThrownBy(() -> map("a", null, jwk))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(said)
                .hasMessageNotContaining("870MB6gf")
                .hasMessageNotContaining(K);
    }

    private static ImportKey map(String alias, String kid, Map<String, String> jwk) {
        return ImportKeyMapping.toDomain(
                new ImportKeyRequest(WireFixture.keyInfo(alias, kid, null, WireFixture.jwk(jwk)), null));
    }

    private static Map<String, String> with(Map<String, String> members, String... more) {
        Map<String, String> all = new HashMap<>(members);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }
}
