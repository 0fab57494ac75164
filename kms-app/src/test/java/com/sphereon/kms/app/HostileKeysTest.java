package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that must not come in, and keys used for what they are not for. */
class HostileKeysTest {
    private static final String P_256_ORDER = "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE";

    private static Path dataDirectory;
    private static RunningKms kms;
    private static KmsClient client;

    @BeforeAll
    static void start(@TempDir Path directory) {
        dataDirectory = directory;
        kms = RunningKms.start(directory);
        client = kms.client();
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    @AfterEach
    void nothingIsLeft() {
        client.aliases().forEach(alias -> client.delete("/keys/" + alias).expect(204));
        assertThat(KeyFiles.in(dataDirectory)).isEmpty();
    }

    private static ObjectNode ec() {
        return ForeignKeys.jwk("P-256");
    }

    private static ObjectNode symmetric(int bytes) {
        return Json.with(ForeignKeys.symmetric(bytes), "use", "sig");
    }

    private static String zeros(int bytes) {
        return Json.base64Url(new byte[bytes]);
    }

    static Stream<Arguments> badKeys() {
        JsonNode other = ForeignKeys.otherJwk("P-256");
        return Stream.of(
                arguments("public half only", Json.without(ec(), "d"), "keyInfo.key"),
                arguments("no kty", Json.without(ec(), "kty"), "keyInfo.key.kty"),
                arguments("unknown kty", Json.with(ec(), "kty", "ec"), "keyInfo.key.kty"),
                arguments("unknown crv", Json.with(ec(), "crv", "P-192"), "keyInfo.key.crv"),
                arguments("crv of OKP", Json.with(ec(), "crv", "Ed25519"), "Ed25519"),
                arguments("other crv of that size", Json.with(ec(), "crv", "secp256k1"), "secp256k1"),
                arguments("larger crv", Json.with(ec(), "crv", "P-384"), "keyInfo.key.x"),
                arguments("point beside the curve", Json.with(ec(), "y", ec().get("x")), "P-256"),
                arguments("point at the origin", Json.with(Json.with(ec(), "x", zeros(32)), "y", zeros(32)), "P-256"),
                arguments("no y", Json.without(ec(), "y"), "keyInfo.key.y"),
                arguments("x too long", Json.with(ec(), "x", zeros(33)), "keyInfo.key.x"),
                arguments("x no base64url", Json.with(ec(), "x", "+".repeat(43)), "keyInfo.key.x"),
                arguments("d zero", Json.with(ec(), "d", zeros(32)), "keyInfo.key.d"),
                arguments("d the order", Json.with(ec(), "d", P_256_ORDER), "keyInfo.key.d"),
                arguments("d too short", Json.with(ec(), "d", "AQAB"), "keyInfo.key.d"),
                arguments("d too long", Json.with(ec(), "d", zeros(33)), "keyInfo.key.d"),
                arguments("d no base64url", Json.with(ec(), "d", "!".repeat(43)), "keyInfo.key.d"),
                arguments("d of another key", Json.with(ec(), "d", other.get("d")), "do not belong together"),
                arguments("alg of another curve", Json.with(ec(), "alg", "ES384"), "keyInfo.key.alg"),
                arguments("unknown alg", Json.with(ec(), "alg", "none"), "keyInfo.key.alg"),
                arguments("use against alg", Json.with(Json.with(ec(), "alg", "ES256"), "use", "enc"), "encryption"),
                arguments("unknown use", Json.with(ec(), "use", "tls"), "keyInfo.key.use"),
                arguments("unknown key_ops", Json.with(ec(), "key_ops", List.of("sing")), "keyInfo.key.key_ops"),
                arguments("key_ops of encryption", Json.with(ec(), "key_ops", List.of("encrypt")), "encrypt"),
                arguments("RSA of 1024 bits", ForeignKeys.jwk("RSA 1024"), "1024"),
                arguments("RSA modulus even", Json.with(ForeignKeys.jwk("RSA"), "n", zeros(256)), "RSA"),
                arguments("RSA exponent 1", Json.with(ForeignKeys.jwk("RSA"), "e", "AQ"), "keyInfo.key.e"),
                arguments("OKP short", Json.with(ForeignKeys.jwk("Ed25519"), "x", zeros(31)), "keyInfo.key.x"),
                arguments("oct too short", symmetric(15), "120 bits"),
                arguments("oct empty", Json.with(symmetric(16), "k", ""), "0 bits"),
                arguments("oct too long", symmetric(129), "1032 bits"),
                arguments("oct for nothing", ForeignKeys.symmetric(32), "keyInfo.key"),
                arguments("oct too short for HS512", Json.with(symmetric(32), "alg", "HS512"), "HS512"),
                arguments("oct too short for any MAC", symmetric(16), "too short"),
                arguments("oct without k", Json.without(symmetric(32), "k"), "keyInfo.key"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badKeys")
    void importKey_wrongMaterial_isRefusedWithoutRepeatingIt(String name, ObjectNode jwk, String part) {
        Answer refused = client.post("/keys/import", Json.object("keyInfo", Json.object("alias", "bad", "key", jwk)))
                .expectError(400, part);

        for (String secret : new String[] {"d", "p", "q", "k"}) {
            if (jwk.path(secret).asText().length() > 8) {
                assertThat(refused.text()).doesNotContain(jwk.get(secret).textValue());
            }
        }
        client.get("/keys/bad").expect(404);
    }

    @Test
    void importKey_keyInfoThatContradictsTheKey_isRefused() {
        importWith("keyType", "RSA").expectError(400, "keyInfo.keyType");
        importWith("keyType", "oct").expectError(400, "keyInfo.keyType");
        importWith("signatureAlgorithm", "ECDSA_SHA384").expectError(400, "ECDSA_SHA384");
        importWith("signatureAlgorithm", "ES256").expectError(400, "keyInfo.signatureAlgorithm");
        importWith("providerId", "nobody").expectError(400, "providerId");
        assertThat(client.aliases()).isEmpty();
    }

    private static Answer importWith(String member, String value) {
        return client.post(
                "/keys/import",
                Json.object("keyInfo", Json.object("alias", "contradiction", "key", ec(), member, value)));
    }

    @Test
    void importKey_certificatesThatAreNone_isRefused() {
        for (List<String> chain :
                List.of(List.of("1", "2"), List.of(""), List.of(Json.base64("no DER")), List.of("A".repeat(200_000)))) {
            ObjectNode body = Json.object("keyInfo", Json.object("alias", "c", "key", ec()), "certChain", chain);
            assertThat(client.post("/keys/import", body)
                            .expectError(400, "certChain[0]")
                            .textAt("/code"))
                    .isEqualTo("KMS_CERTIFICATE_CHAIN_INVALID");
        }
        ObjectNode tooMany = Json.object(
                "keyInfo", Json.object("alias", "c", "key", ec()), "certChain", Collections.nCopies(11, "AA"));
        client.post("/keys/import", tooMany).expectError(400, "certChain", "11");
    }

    @Test
    void sign_keyThatMayOnlyVerify_isRefused() {
        client.post("/keys", Json.object("alias", "verifier", "keyOperations", List.of("verify")))
                .expect(201);

        client.sign(Json.object("alias", "verifier"), "AAAA").expectError(400, "may not sign", "verify");
        client.verify(Json.object("alias", "verifier"), "AAAA", "AAAA").expect(200);
    }

    @Test
    void signAndVerify_keyForEncryption_isRefused() {
        client.post("/keys", Json.object("alias", "box", "alg", "RSA_SHA256", "use", "enc"))
                .expect(201);
        client.importKey("aes", Json.with(ForeignKeys.symmetric(32), "use", "enc"));

        for (String alias : List.of("box", "aes")) {
            ObjectNode keyInfo = Json.object("alias", alias);
            client.sign(keyInfo, "AAAA").expectError(400, "signature algorithm");
            client.verify(keyInfo, "AAAA", "AAAA").expectError(400, "signature algorithm");
            String algorithm = alias.equals("box") ? "RSA_SHA256" : "HMAC_SHA256";
            ObjectNode insisting = Json.with(keyInfo, "signatureAlgorithm", algorithm);
            client.sign(insisting, "AAAA").expectError(400, "may not sign");
            client.verify(insisting, "AAAA", "AAAA").expectError(400, "may not verify");
        }
    }

    @Test
    void verify_macKeyThatMayOnlySign_isRefused() {
        ObjectNode jwk = Json.with(Json.with(ForeignKeys.symmetric(32), "alg", "HS256"), "key_ops", List.of("sign"));
        client.importKey("mac", jwk);
        String mac =
                client.sign(Json.object("alias", "mac"), "AAAA").expect(201).textAt("/signature");

        client.verify(Json.object("alias", "mac"), "AAAA", mac).expectError(400, "may not verify");
    }

    /** RFC 4949 calls it algorithm confusion: a public key of one kind must not be taken for a secret of another. */
    @Test
    void verify_publicKeyShownAsMacKey_isRefused() {
        ObjectNode shown = Json.object("key", Json.object("kty", "oct", "k", Json.base64Url(new byte[32])));

        client.verify(shown, "AAAA", "AAAA").expectError(400, "keyInfo");
        client.verify(Json.with(shown, "signatureAlgorithm", "HMAC_SHA256"), "AAAA", "AAAA")
                .expectError(400, "keyInfo");
        client.verify(Json.object("key", Json.without(ec(), "d"), "signatureAlgorithm", "HMAC_SHA256"), "AAAA", "AAAA")
                .expectError(400, "HMAC_SHA256");
    }

    @Test
    void verify_shownKeyThatIsNone_isRefused() {
        for (ObjectNode jwk : List.of(
                Json.with(ec(), "y", ec().get("x")),
                Json.object("kty", "EC", "crv", "P-256"),
                Json.object("kty", "RSA", "n", "AQAB", "e", "AQAB"),
                Json.object("kty", "OKP", "crv", "X25519", "x", zeros(32)),
                Json.object())) {
            client.verify(Json.object("key", jwk), "AAAA", "AAAA").expectError(400, "keyInfo.key");
        }
    }

    /** Each byte of a stored file is covered by its authentication tag. */
    @Test
    void sign_keyFileDamagedOnDisk_isAFaultOfTheServerWithoutDetails() {
        client.generate("damaged", "ECDSA_SHA256");
        Path file = KeyFiles.in(dataDirectory).getFirst();
        byte[] good = read(file);
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        write(file, bad);

        kms.close();
        kms = RunningKms.start(dataDirectory);
        client = kms.client();
        Answer failed = client.sign(Json.object("alias", "damaged"), "AAAA").expect(500);

        assertThat(failed.textAt("/code")).isEqualTo("INTERNAL_ERROR");
        assertThat(failed.text()).doesNotContain(file.getFileName().toString(), dataDirectory.toString());
        write(file, good);
        client.sign(Json.object("alias", "damaged"), "AAAA").expect(201);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
