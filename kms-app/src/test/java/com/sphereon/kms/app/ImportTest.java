package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys made elsewhere: they sign here as they did there, and material that is wrong is refused. */
class ImportTest {
    private static RunningKms kms;
    private static KmsClient client;

    @BeforeAll
    static void start(@TempDir Path dataDirectory) {
        kms = RunningKms.start(dataDirectory);
        client = kms.client();
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    private static Answer importKey(ObjectNode keyInfo) {
        return client.post("/keys/import", Json.object("keyInfo", keyInfo));
    }

    @ParameterizedTest
    @CsvSource({
        "P-256, ES256, ECDSA_SHA256",
        "P-384, ES384, ECDSA_SHA384",
        "P-521, ES512, ECDSA_SHA512",
        "secp256k1, ES256K, ES256K",
        "Ed25519, EdDSA, ED25519",
        "RSA, RS256, RSA_SHA256",
        "RSA, PS256, RSA_SSA_PSS_SHA256_MGF1",
    })
    void importKey_keyPair_signsForItsPublicKey(String kind, String joseName, String algorithm) {
        JsonNode jwk = Json.with(ForeignKeys.jwk(kind), "alg", joseName);
        byte[] message = IndependentVerifier.signingInput(joseName, "{\"n\":3}");

        JsonNode info = client.importKey("imported:" + joseName, jwk);
        byte[] signature = client.sign(Json.object("alias", "imported:" + joseName), message);

        assertThat(IndependentVerifier.verifies(jwk, message, signature)).isTrue();
        assertThat(info.get("signatureAlgorithm").textValue()).isEqualTo(algorithm);
        assertThat(info.at("/key/x")).isEqualTo(jwk.at("/x"));
        assertThat(info.at("/key/n")).isEqualTo(jwk.at("/n"));
        assertThat(info).isEqualTo(client.keyInfo("imported:" + joseName));
        client.delete("/keys/imported:" + joseName).expect(204);
    }

    @ParameterizedTest
    @CsvSource({"HS256, HMAC_SHA256, 32", "HS384, HMAC_SHA384, 48", "HS512, HMAC_SHA512, 64", "HS256, HMAC_SHA256, 64"})
    void importKey_symmetric_makesTheMacOthersExpect(String joseName, String algorithm, int keyBytes) {
        JsonNode jwk = Json.with(ForeignKeys.symmetric(keyBytes), "alg", joseName);
        byte[] message = IndependentVerifier.signingInput(joseName, "{\"n\":4}");

        JsonNode info = client.importKey("imported-mac", jwk);
        ObjectNode keyInfo = Json.object("alias", "imported-mac");
        byte[] mac = client.sign(keyInfo, message);

        assertThat(IndependentVerifier.verifies(jwk, message, mac)).isTrue();
        assertThat(client.isValid(keyInfo, message, mac)).isTrue();
        assertThat(info.get("signatureAlgorithm").textValue()).isEqualTo(algorithm);
        assertThat(info.get("keyType").textValue()).isEqualTo("OCT");
        assertThat(info.at("/key/kty").textValue()).isEqualTo("oct");
        client.delete("/keys/imported-mac").expect(204);
    }

    @Test
    void importKey_ed448_signsThoughTheContractHasNoNameForIt() {
        JsonNode jwk = ForeignKeys.jwk("Ed448");
        byte[] message = Json.utf8("the contract knows the curve only");

        JsonNode info = client.importKey("imported:Ed448", jwk);
        ObjectNode keyInfo = Json.object("alias", "imported:Ed448");
        byte[] signature = client.sign(keyInfo, message);

        assertThat(info.has("signatureAlgorithm")).isFalse();
        assertThat(info.at("/key/alg").textValue()).isEqualTo("EdDSA");
        assertThat(signature).hasSize(114);
        assertThat(IndependentVerifier.verifies(jwk, message, signature)).isTrue();
        assertThat(client.isValid(keyInfo, message, signature)).isTrue();
        signature[60] ^= 1;
        assertThat(client.isValid(keyInfo, message, signature)).isFalse();
        assertThat(client.isValid(keyInfo, new byte[1], signature)).isFalse();
    }

    /** Contract 11.5: an RSA key that comes without a hint signs with PSS. */
    @Test
    void importKey_rsaWithoutAlgorithm_signsWithPss() {
        JsonNode info = client.importKey("rsa-without-hint", ForeignKeys.jwk("RSA"));
        byte[] message = IndependentVerifier.signingInput("PS256", "{\"n\":6}");

        byte[] signature = client.sign(Json.object("alias", "rsa-without-hint"), message);

        assertThat(info.get("signatureAlgorithm").textValue()).isEqualTo("RSA_SSA_PSS_SHA256_MGF1");
        assertThat(IndependentVerifier.verifies(info.get("key"), message, signature))
                .isTrue();
        client.delete("/keys/rsa-without-hint").expect(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X25519", "X448"})
    void importKey_forAgreement_doesNotSign(String curve) {
        JsonNode info = client.importKey("imported:" + curve, ForeignKeys.jwk(curve));

        assertThat(info.at("/key/use").textValue()).isEqualTo("enc");
        assertThat(info.has("signatureAlgorithm")).isFalse();
        client.sign(Json.object("alias", "imported:" + curve), "AAAA").expectError(400, "signature algorithm");
    }

    @Test
    void importKey_names_followTheContract() {
        ObjectNode key = ForeignKeys.jwk("P-256");
        ObjectNode keyWithKid = Json.with(key, "kid", "its-own-kid");

        importKey(Json.object("key", key)).expectError(400, "keyInfo.alias", "keyInfo.kid", "keyInfo.key.kid");
        JsonNode byKeyKid =
                importKey(Json.object("key", keyWithKid)).expect(201).at("/keyInfo");
        assertThat(byKeyKid.get("alias").textValue()).isEqualTo("its-own-kid");
        client.delete("/keys/its-own-kid").expect(204);
        JsonNode byKid = importKey(Json.object("kid", "outer-kid", "key", keyWithKid))
                .expect(201)
                .at("/keyInfo");
        assertThat(byKid.get("alias").textValue()).isEqualTo("outer-kid");
        assertThat(byKid.get("kid").textValue()).isEqualTo("outer-kid");
        client.delete("/keys/outer-kid").expect(204);
        JsonNode byAlias = importKey(Json.object("alias", "an-alias", "key", key))
                .expect(201)
                .at("/keyInfo");
        assertThat(byAlias.get("kid").textValue()).isEqualTo(ForeignKeys.thumbprint(key));
        client.delete("/keys/an-alias").expect(204);
    }

    @Test
    void importKey_aliasOrKidTaken_isAConflict() {
        ObjectNode key = ForeignKeys.jwk("P-256");
        client.importKey("first", key);

        importKey(Json.object("alias", "first", "key", ForeignKeys.jwk("P-384")))
                .expect(409);
        importKey(Json.object("alias", "second", "key", key)).expect(409);
        client.post("/keys", Json.object("alias", "first")).expect(409);
        assertThat(client.aliases()).contains("first").doesNotContain("second");
        client.delete("/keys/first").expect(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448", "X25519", "X448", "RSA"})
    void importKey_halvesOfDifferentKeys_isRefused(String kind) {
        ObjectNode mixed = ForeignKeys.jwk(kind);
        JsonNode other = ForeignKeys.otherJwk(kind);
        for (String member : new String[] {"x", "y", "n"}) {
            if (mixed.has(member)) {
                mixed.set(member, other.get(member));
            }
        }

        Answer refused = importKey(Json.object("alias", "mixed", "key", mixed)).expect(400);

        assertThat(refused.text()).doesNotContain(mixed.get("d").textValue());
        client.get("/keys/mixed").expect(404);
    }

    @Test
    void importKey_rsaMembersThatDoNotFit_isRefused() {
        ObjectNode key = ForeignKeys.jwk("RSA");
        for (String member : new String[] {"d", "p", "q", "dp", "dq", "qi"}) {
            ObjectNode wrong =
                    Json.with(key, member, ForeignKeys.otherJwk("RSA").get(member));
            ObjectNode missing = Json.without(key, member);

            importKey(Json.object("alias", "rsa", "key", wrong)).expect(400);
            importKey(Json.object("alias", "rsa", "key", missing)).expectError(400, "keyInfo.key");
        }
        client.get("/keys/rsa").expect(404);
    }
}
