package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each signature algorithm of the contract: what the server signs, others can verify, and it notices what is wrong. */
class SignatureAlgorithmsTest {
    /** Contract 9.8, with the JOSE names of its last line. */
    private static final Map<String, String> JOSE_NAMES = Map.ofEntries(
            Map.entry("ED25519", "EdDSA"),
            Map.entry("ECDSA_SHA256", "ES256"),
            Map.entry("ECDSA_SHA384", "ES384"),
            Map.entry("ECDSA_SHA512", "ES512"),
            Map.entry("ES256K", "ES256K"),
            Map.entry("HMAC_SHA256", "HS256"),
            Map.entry("HMAC_SHA384", "HS384"),
            Map.entry("HMAC_SHA512", "HS512"),
            Map.entry("RSA_SHA256", "RS256"),
            Map.entry("RSA_SHA384", "RS384"),
            Map.entry("RSA_SHA512", "RS512"),
            Map.entry("RSA_SSA_PSS_SHA256_MGF1", "PS256"),
            Map.entry("RSA_SSA_PSS_SHA384_MGF1", "PS384"),
            Map.entry("RSA_SSA_PSS_SHA512_MGF1", "PS512"));

    private static final String PAYLOAD = "{\"sub\":\"someone\"}";

    private static RunningKms kms;
    private static KmsClient client;
    private static final Map<String, JsonNode> GENERATED = new ConcurrentHashMap<>();

    @BeforeAll
    static void start(@TempDir Path dataDirectory) {
        kms = RunningKms.start(dataDirectory);
        client = kms.client();
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    /** The public JWK of the key for that algorithm, made once. RSA keys take seconds. */
    private static JsonNode key(String algorithm) {
        return GENERATED.computeIfAbsent(
                algorithm, name -> client.generate(alias(name), name).at("/jose/publicJwk"));
    }

    private static String alias(String algorithm) {
        return "test:" + algorithm;
    }

    private static ObjectNode named(String alias) {
        return Json.object("alias", alias);
    }

    private static byte[] signingInput(String algorithm) {
        return IndependentVerifier.signingInput(JOSE_NAMES.get(algorithm), PAYLOAD);
    }

    @ParameterizedTest
    @CsvSource({
        "ED25519, OKP, Ed25519, 64",
        "ECDSA_SHA256, EC, P-256, 64",
        "ECDSA_SHA384, EC, P-384, 96",
        "ECDSA_SHA512, EC, P-521, 132",
        "ES256K, EC, secp256k1, 64",
        "RSA_SHA256, RSA, , 256",
        "RSA_SHA384, RSA, , 384",
        "RSA_SHA512, RSA, , 512",
        "RSA_SSA_PSS_SHA256_MGF1, RSA, , 256",
        "RSA_SSA_PSS_SHA384_MGF1, RSA, , 384",
        "RSA_SSA_PSS_SHA512_MGF1, RSA, , 512",
    })
    void sign_generatedKey_verifiesWithAnotherLibrary(String algorithm, String kty, String crv, int signatureBytes) {
        JsonNode jwk = key(algorithm);
        byte[] message = signingInput(algorithm);

        byte[] signature = client.sign(named(alias(algorithm)), message);

        assertThat(jwk.path("kty").textValue()).isEqualTo(kty);
        assertThat(jwk.path("crv").textValue()).isEqualTo(crv);
        assertThat(jwk.path("alg").textValue()).isEqualTo(JOSE_NAMES.get(algorithm));
        assertThat(signature).hasSize(signatureBytes);
        assertThat(IndependentVerifier.verifies(jwk, message, signature)).isTrue();
        assertThat(IndependentVerifier.verifies(jwk, signingInput(algorithm, "other"), signature))
                .isFalse();
        assertThat(client.isValid(named(alias(algorithm)), message, signature)).isTrue();
    }

    private static byte[] signingInput(String algorithm, String payload) {
        return IndependentVerifier.signingInput(JOSE_NAMES.get(algorithm), payload);
    }

    @ParameterizedTest
    @CsvSource({"HMAC_SHA256, 32", "HMAC_SHA384, 48", "HMAC_SHA512, 64"})
    void sign_generatedMacKey_verifiesOnlyHere(String algorithm, int macBytes) {
        JsonNode jwk = key(algorithm);
        byte[] message = signingInput(algorithm);

        byte[] mac = client.sign(named(alias(algorithm)), message);

        assertThat(jwk.path("kty").textValue()).isEqualTo("oct");
        assertThat(jwk.has("k")).isFalse();
        assertThat(mac).hasSize(macBytes);
        assertThat(client.isValid(named(alias(algorithm)), message, mac)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ED25519",
                "ECDSA_SHA256",
                "ECDSA_SHA384",
                "ECDSA_SHA512",
                "ES256K",
                "HMAC_SHA256",
                "HMAC_SHA384",
                "HMAC_SHA512",
                "RSA_SHA256",
                "RSA_SHA384",
                "RSA_SHA512",
                "RSA_SSA_PSS_SHA256_MGF1",
                "RSA_SSA_PSS_SHA384_MGF1",
                "RSA_SSA_PSS_SHA512_MGF1"
            })
    void verify_wrongMessageOrSignatureOrKey_isNotValid(String algorithm) {
        key(algorithm);
        ObjectNode keyInfo = named(alias(algorithm));
        byte[] message = signingInput(algorithm);
        byte[] signature = client.sign(keyInfo, message);

        assertThat(client.isValid(keyInfo, signingInput(algorithm, "other"), signature))
                .isFalse();
        assertThat(client.isValid(keyInfo, new byte[0], signature)).isFalse();
        for (byte[] wrong : wrongSignatures(signature)) {
            assertThat(client.isValid(keyInfo, message, wrong))
                    .as("%d bytes", wrong.length)
                    .isFalse();
        }
        assertThat(client.isValid(otherKey(algorithm), message, signature)).isFalse();
    }

    private static List<byte[]> wrongSignatures(byte[] signature) {
        byte[] firstBitChanged = signature.clone();
        firstBitChanged[0] ^= 1;
        byte[] lastBitChanged = signature.clone();
        lastBitChanged[signature.length - 1] ^= 1;
        byte[] allOnes = new byte[signature.length];
        Arrays.fill(allOnes, (byte) 0xff);
        return List.of(
                firstBitChanged,
                lastBitChanged,
                allOnes,
                new byte[signature.length],
                Arrays.copyOf(signature, signature.length - 1),
                Arrays.copyOf(signature, signature.length + 1),
                new byte[0],
                Json.utf8("0123456789"));
    }

    /** Another key that the algorithm fits. Any RSA key does for the RSA algorithms. */
    private static ObjectNode otherKey(String algorithm) {
        if (!algorithm.startsWith("RSA")) {
            String kid =
                    client.generate("other:" + algorithm, algorithm).get("kid").textValue();
            return Json.object("kid", kid);
        }
        String other = algorithm.equals("RSA_SHA256") ? "RSA_SSA_PSS_SHA256_MGF1" : "RSA_SHA256";
        key(other);
        return Json.with(named(alias(other)), "signatureAlgorithm", algorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA_SHA384", "RSA_SHA512", "RSA_SSA_PSS_SHA256_MGF1", "RSA_SSA_PSS_SHA512_MGF1"})
    void sign_otherAlgorithmOfAnRsaKey_isUsed(String algorithm) {
        JsonNode jwk = Json.with(key("RSA_SHA256"), "alg", JOSE_NAMES.get(algorithm));
        ObjectNode keyInfo = Json.with(named(alias("RSA_SHA256")), "signatureAlgorithm", algorithm);
        byte[] message = signingInput(algorithm);

        byte[] signature = client.sign(keyInfo, message);

        assertThat(IndependentVerifier.verifies(jwk, message, signature)).isTrue();
        assertThat(client.isValid(keyInfo, message, signature)).isTrue();
        assertThat(client.isValid(named(alias("RSA_SHA256")), message, signature))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ECDSA_SHA256, ECDSA_SHA384",
        "ECDSA_SHA256, ES256K",
        "ECDSA_SHA384, ECDSA_SHA256",
        "ED25519, ECDSA_SHA256",
        "RSA_SHA256, HMAC_SHA256",
        "HMAC_SHA256, HMAC_SHA512",
        "HMAC_SHA256, RSA_SHA256",
        "ECDSA_SHA256, ECKA_DH_SHA256",
    })
    void signAndVerify_algorithmOfAnotherKindOfKey_isRefused(String ofKey, String wanted) {
        key(ofKey);
        ObjectNode keyInfo = Json.with(named(alias(ofKey)), "signatureAlgorithm", wanted);
        String input = Json.base64(signingInput(ofKey));

        client.sign(keyInfo, input).expectError(400, "signatureAlgorithm", wanted);
        client.verify(keyInfo, input, input).expectError(400, "signatureAlgorithm", wanted);
    }

    @Test
    void generate_withoutAlgorithm_isEcdsaOnP256() {
        JsonNode pair = client.post("/keys", Json.object()).expect(201).at("/keyPair");

        assertThat(pair.at("/jose/publicJwk/alg").textValue()).isEqualTo("ES256");
        assertThat(pair.get("alias")).isEqualTo(pair.get("kid"));
    }

    @Test
    void generate_keyAgreement_doesNotSign() {
        JsonNode pair = client.generate("test:agreement", "ECKA_DH_SHA256");

        assertThat(pair.at("/jose/publicJwk/crv").textValue()).isEqualTo("P-256");
        assertThat(pair.at("/jose/publicJwk/use").textValue()).isEqualTo("enc");
        client.sign(named("test:agreement"), "AAAA").expectError(400, "signature algorithm");
        client.sign(Json.with(named("test:agreement"), "signatureAlgorithm", "ECDSA_SHA256"), "AAAA")
                .expectError(400, "may not sign");
    }

    @Test
    void capabilities_softwareProvider_nameEveryAlgorithm() {
        JsonNode algorithms = client.get("/providers/" + RunningKms.PROVIDER + "/capabilities")
                .expect(200)
                .at("/capabilities/signatureAlgorithms");

        assertThat(algorithms).extracting(JsonNode::textValue).containsExactlyInAnyOrderElementsOf(JOSE_NAMES.keySet());
    }
}
