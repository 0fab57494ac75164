package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to say which key signs, and what the input is. */
class KeySelectionTest {
    private static final String ALIAS = "issuer:credential-signing";
    private static final byte[] MESSAGE = IndependentVerifier.signingInput("ES256", "{\"n\":1}");

    private static RunningKms kms;
    private static KmsClient client;
    private static JsonNode info;

    @BeforeAll
    static void start(@TempDir Path dataDirectory) {
        kms = RunningKms.start(dataDirectory);
        client = kms.client();
        client.generate(ALIAS, "ECDSA_SHA256");
        client.generate("other", "ECDSA_SHA256");
        client.generate("test:ED25519", "ED25519");
        client.generate("test:HMAC_SHA256", "HMAC_SHA256");
        client.generate("test:RSA_SHA256", "RSA_SHA256");
        client.generate("test:RSA_SSA_PSS_SHA256_MGF1", "RSA_SSA_PSS_SHA256_MGF1");
        client.generate("test:ECDSA_SHA256", "ECDSA_SHA256");
        client.generate("test:ECDSA_SHA384", "ECDSA_SHA384");
        client.generate("test:ECDSA_SHA512", "ECDSA_SHA512");
        client.generate("test:ES256K", "ES256K");
        info = client.keyInfo(ALIAS);
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    static Stream<ObjectNode> goodSelections() {
        JsonNode kid = info.get("kid");
        JsonNode key = info.get("key");
        return Stream.of(
                Json.object("alias", ALIAS),
                Json.object("kid", kid),
                Json.object("kid", ALIAS),
                Json.object("alias", ALIAS, "kid", kid),
                Json.object("alias", ALIAS, "kid", ALIAS),
                Json.object("key", key),
                Json.object("key", Json.without(key, "kid", "alg", "use")),
                Json.object("alias", ALIAS, "key", key),
                Json.object("alias", ALIAS, "kid", "not-looked-at-beside-a-key", "key", key),
                Json.object("alias", ALIAS, "providerId", RunningKms.PROVIDER),
                Json.object("alias", ALIAS, "signatureAlgorithm", "ECDSA_SHA256"),
                (ObjectNode) info);
    }

    @ParameterizedTest
    @MethodSource("goodSelections")
    void signAndVerify_keyNamedOrShown_usesThatKey(ObjectNode keyInfo) {
        byte[] signature = client.sign(keyInfo, MESSAGE);

        assertThat(IndependentVerifier.verifies(info.get("key"), MESSAGE, signature))
                .isTrue();
        assertThat(client.isValid(keyInfo, MESSAGE, signature)).isTrue();
    }

    static Stream<ObjectNode> badSelections() {
        JsonNode other = client.keyInfo("other");
        return Stream.of(
                Json.object(),
                Json.object("alias", "nobody"),
                Json.object("kid", "nobody"),
                Json.object("alias", "nobody", "kid", info.get("kid")),
                Json.object("alias", ALIAS, "kid", other.get("kid")),
                Json.object("alias", ALIAS, "kid", "nobody"),
                Json.object("alias", ALIAS, "key", other.get("key")),
                Json.object("kid", info.get("kid"), "key", other.get("key")),
                Json.object("alias", ALIAS, "providerId", "another-provider"),
                Json.with(info, "alias", "other"));
    }

    @ParameterizedTest
    @MethodSource("badSelections")
    void sign_keyUnknownOrContradictory_isRefused(ObjectNode keyInfo) {
        client.sign(keyInfo, Json.base64(MESSAGE)).expectError(400, "keyInfo");
    }

    @Test
    void verify_keyUnknown_isRefused() {
        String signature = Json.base64(client.sign(Json.object("alias", ALIAS), MESSAGE));

        client.verify(Json.object(), Json.base64(MESSAGE), signature).expectError(400, "keyInfo");
        client.verify(Json.object("alias", "nobody"), Json.base64(MESSAGE), signature)
                .expectError(400, "keyInfo", "nobody");
        client.verify(Json.object("alias", ALIAS, "kid", "nobody"), Json.base64(MESSAGE), signature)
                .expectError(400, "keyInfo.kid");
        client.verify(Json.object("alias", "other", "key", info.get("key")), Json.base64(MESSAGE), signature)
                .expectError(400, "keyInfo.key");
    }

    @Test
    void verify_keyOfSomeoneElse_usesWhatIsShown() {
        byte[] signature = client.sign(Json.object("alias", ALIAS), MESSAGE);
        client.generate("short-lived", "ECDSA_SHA256");
        JsonNode gone = client.keyInfo("short-lived");
        byte[] itsSignature = client.sign(Json.object("alias", "short-lived"), MESSAGE);
        client.delete("/keys/short-lived").expect(204);

        assertThat(client.isValid((ObjectNode) gone, MESSAGE, itsSignature)).isTrue();
        assertThat(client.isValid((ObjectNode) gone, MESSAGE, signature)).isFalse();
        assertThat(client.isValid(Json.object("key", gone.get("key")), MESSAGE, itsSignature))
                .isTrue();
        client.sign((ObjectNode) gone, Json.base64(MESSAGE)).expectError(400, "keyInfo");
    }

    @Test
    void sign_asTheTypeScriptPluginDoes_isUnderstood() {
        // GET, then the whole keyInfo again, input in unpadded Base64, signature in base64url without padding.
        String input = Json.base64(MESSAGE).replace("=", "");
        String signature = client.sign((ObjectNode) info, input).expect(201).textAt("/signature");
        String urlSafe = Json.base64Url(Json.bytes(signature));

        assertThat(client.verify((ObjectNode) info, input, urlSafe)
                        .expect(200)
                        .at("/isValid")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void sign_inputInAnyBase64_isTheSameMessage() {
        // All three forms differ for these octets; Ed25519 signs the same message with the same octets (RFC 8032).
        byte[] message = {(byte) 0xfb, (byte) 0xff, (byte) 0xfe, 0x3e};
        ObjectNode keyInfo = Json.object("alias", "test:ED25519");
        String signature = client.sign(keyInfo, "+//+Pg==").expect(201).textAt("/signature");

        assertThat(client.sign(keyInfo, "+//+Pg").textAt("/signature")).isEqualTo(signature);
        assertThat(client.sign(keyInfo, "-__-Pg==").textAt("/signature")).isEqualTo(signature);
        assertThat(client.sign(keyInfo, "-__-Pg").textAt("/signature")).isEqualTo(signature);
        assertThat(IndependentVerifier.verifies(
                        client.keyInfo("test:ED25519").get("key"), message, Json.bytes(signature)))
                .isTrue();
    }

    private static ObjectNode digestOf(String alias) {
        return Json.object("alias", alias, "opts", Json.object("inputType", "DIGEST"));
    }

    @ParameterizedTest
    @CsvSource({
        "ECDSA_SHA256, ES256, SHA-256",
        "ECDSA_SHA384, ES384, SHA-384",
        "ECDSA_SHA512, ES512, SHA-512",
        "ES256K, ES256K, SHA-256",
        "RSA_SHA256, RS256, SHA-256",
        "RSA_SSA_PSS_SHA256_MGF1, PS256, SHA-256",
    })
    void sign_digest_isASignatureOfTheMessage(String algorithm, String joseName, String digest)
            throws NoSuchAlgorithmException {
        String alias = "test:" + algorithm;
        byte[] message = IndependentVerifier.signingInput(joseName, "{\"n\":2}");
        byte[] hash = MessageDigest.getInstance(digest).digest(message);

        byte[] signature = client.sign(digestOf(alias), hash);

        assertThat(IndependentVerifier.verifies(client.keyInfo(alias).get("key"), message, signature))
                .isTrue();
        assertThat(client.isValid(Json.object("alias", alias), message, signature))
                .isTrue();
        assertThat(client.isValid(digestOf(alias), hash, signature)).isTrue();
        assertThat(client.isValid(Json.object("alias", alias), hash, signature)).isFalse();
        hash[0] ^= 1;
        assertThat(client.isValid(digestOf(alias), hash, signature)).isFalse();
    }

    @Test
    void sign_messageAsLongAsADigest_isHashedAllTheSame() {
        byte[] message = new byte[32];
        ObjectNode raw = Json.object("alias", ALIAS, "opts", Json.object("inputType", "RAW"));
        byte[] signature = client.sign(Json.object("alias", ALIAS), message);

        assertThat(client.isValid(raw, message, signature)).isTrue();
        assertThat(client.isValid(digestOf(ALIAS), message, signature)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 48, 64})
    void signAndVerify_digestOfAnotherLength_isRefused(int bytes) {
        String input = Json.base64(new byte[bytes]);

        client.sign(digestOf(ALIAS), input).expectError(400, "input", "32");
        client.verify(digestOf(ALIAS), input, "AAAA").expectError(400, "input", "32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ED25519", "HMAC_SHA256"})
    void sign_digestWhereTheMessageIsNeeded_isRefused(String algorithm) {
        client.sign(digestOf("test:" + algorithm), Json.base64(new byte[32]))
                .expectError(400, "keyInfo.opts.inputType", algorithm);
    }

    @Test
    void sign_inputTypeUnknown_isRefused() {
        client.sign(Json.object("alias", ALIAS, "opts", Json.object("inputType", "digest")), "AAAA")
                .expectError(400, "keyInfo.opts.inputType", "RAW", "DIGEST");
    }

    @Test
    void sign_emptyMessage_isSigned() {
        byte[] signature = client.sign(Json.object("alias", ALIAS), new byte[0]);

        assertThat(client.isValid(Json.object("alias", ALIAS), new byte[0], signature))
                .isTrue();
        assertThat(client.isValid(Json.object("alias", ALIAS), new byte[1], signature))
                .isFalse();
    }
}
