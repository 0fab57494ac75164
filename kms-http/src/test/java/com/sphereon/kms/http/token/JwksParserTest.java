package com.sphereon.kms.http.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.sphereon.kms.http.token.TestTokens.EdwardsKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JwksParserTest {
    private static final ECKey GOOD = TestTokens.ec("good", Curve.P_256);
    private static final RSAKey RSA = TestTokens.rsa("rsa", 2048);

    private static List<VerificationKey> parse(Object... keys) throws IOException {
        return JwksParser.parse(FakeIssuer.json(Map.of("keys", List.of(keys))).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> changed(JWK key, String member, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(key.toPublicJWK().toJSONObject());
        members.put(member, value);
        return members;
    }

    static Stream<Object> unusable() {
        return Stream.of(
                TestTokens.rsa("small", 1024).toPublicJWK().toJSONObject(),
                GOOD.toJSONObject(),
                RSA.toJSONObject(),
                Map.of("kty", "oct", "kid", "good", "k", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                Map.of("kty", "oct", "kid", "good"),
                Map.of("kty", "OKP", "crv", "X25519", "x", "A".repeat(43)),
                Map.of("kty", "OKP", "crv", "Ed25519", "x", "AAAA"),
                Map.of("kty", "EC", "crv", "secp256k1", "x", "A".repeat(43), "y", "A".repeat(43)),
                Map.of("kty", "EC", "crv", "P-256", "x", "A".repeat(43), "y", "A".repeat(43)),
                Map.of("kty", "EC", "crv", "P-256"),
                Map.of("kty", "RSA", "n", "AQAB", "e", "AQAB"),
                Map.of("kid", "good"),
                Map.of(),
                changed(GOOD, "crv", "P-384"),
                changed(GOOD, "kty", "RSA"),
                changed(GOOD, "kty", 1),
                changed(GOOD, "x", 1),
                changed(GOOD, "x", "!"),
                changed(GOOD, "use", "enc"),
                changed(GOOD, "use", 1),
                changed(GOOD, "key_ops", List.of("sign")),
                changed(GOOD, "key_ops", "verify"),
                changed(GOOD, "kid", 1),
                changed(GOOD, "alg", 1),
                changed(RSA, "e", "AQ"),
                changed(RSA, "e", "Ag"),
                changed(RSA, "e", "_".repeat(40)),
                changed(RSA, "n", "_".repeat(4000)),
                "text",
                1,
                List.of());
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void key_unusable_isLeftOutAndTheOthersStay(Object key) throws IOException {
        assertThat(parse(key, GOOD.toPublicJWK().toJSONObject(), key))
                .hasSize(1)
                .allMatch(one -> one.kid().equals(Optional.of("good")));
        assertThat(parse(key)).isEmpty();
    }

    @Test
    void key_withMembersWeDoNotRead_isTaken() throws IOException {
        assertThat(parse(changed(GOOD, "x5c", List.of("no certificate")))).hasSize(1);
        assertThat(parse(changed(GOOD, "use", "sig"))).hasSize(1);
        assertThat(parse(changed(GOOD, "key_ops", List.of("verify")))).hasSize(1);
        assertThat(parse(changed(RSA, "more", Map.of("a", 1)))).hasSize(1);
    }

    @Test
    void key_ofEachKind_fitsItsAlgorithmsOnly() throws IOException {
        assertFits(RSA.toPublicJWK().toJSONObject(), "RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
        assertFits(GOOD.toPublicJWK().toJSONObject(), "ES256");
        assertFits(TestTokens.ec("a", Curve.P_384).toPublicJWK().toJSONObject(), "ES384");
        assertFits(TestTokens.ec("a", Curve.P_521).toPublicJWK().toJSONObject(), "ES512");
        JWK edwards = EdwardsKey.generate("e", Curve.Ed25519).jwk();
        assertFits(edwards.toJSONObject(), "EdDSA");
        assertFits(changed(edwards, "alg", "EdDSA"), "EdDSA");
        assertFits(changed(edwards, "alg", "Ed25519"), "EdDSA");
        assertFits(changed(edwards, "alg", "Ed448"));
        assertFits(EdwardsKey.generate("e", Curve.Ed448).jwk().toJSONObject(), "EdDSA");
        assertFits(changed(RSA, "alg", "PS384"), "PS384");
        assertFits(changed(RSA, "alg", "RSA-OAEP"));
        assertFits(changed(GOOD, "alg", "ES384"));
        assertFits(changed(GOOD, "alg", "HS256"));
    }

    private static void assertFits(Map<String, Object> jwk, String... algorithms) throws IOException {
        VerificationKey key = parse(jwk).getFirst();
        assertThat(Stream.of(TokenAlgorithm.values()).filter(key::fits).map(TokenAlgorithm::id))
                .containsExactly(algorithms);
    }

    @Test
    void set_withMoreThanAHundredKeys_isRefused() throws IOException {
        List<Object> keys =
                new ArrayList<>(Collections.nCopies(100, GOOD.toPublicJWK().toJSONObject()));
        assertThat(parse(keys.toArray())).hasSize(100);
        keys.add(1);
        assertThatThrownBy(() -> parse(keys.toArray())).isInstanceOf(IOException.class);
    }
}
