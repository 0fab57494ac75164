package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract section 6, member by member. */
class EncryptionTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final String PLAINTEXT = "aGVsbG8=";
    private static final String AAD = "Ymx1ZQ==";
    private static HttpFixture kms;

    @BeforeAll
    static void start() {
        kms = new HttpFixture("/api/kms/v1");
        importKey("seal", "{\"kty\":\"oct\",\"k\":\"%s\",\"alg\":\"A256GCM\"}".formatted(KEY));
        assertThat(kms.post("/keys", "{\"alias\":\"pair\",\"alg\":\"ECKA_DH_SHA256\",\"use\":\"enc\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    private static void importKey(String alias, String jwk) {
        HttpResponse<String> imported =
                kms.post("/keys/import", "{\"keyInfo\":{\"alias\":\"%s\",\"key\":%s}}".formatted(alias, jwk));
        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(201);
    }

    private static ObjectNode object(String... members) {
        ObjectNode object = HttpFixture.JSON.createObjectNode();
        for (int i = 0; i < members.length; i += 2) {
            object.put(members[i], members[i + 1]);
        }
        return object;
    }

    private static ObjectNode named(String member, String alias, String... members) {
        ObjectNode object = object(members);
        object.putObject(member).put("alias", alias);
        return object;
    }

    private static ObjectNode encrypting() {
        return named(
                "keyInfo", "seal", "plaintext", PLAINTEXT, "algorithm", "A256GCM", "additionalAuthenticatedData", AAD);
    }

    /** What {@code encrypted} answered, to be decrypted. */
    private static ObjectNode decrypting(JsonNode encrypted) {
        return named(
                "keyInfo",
                "seal",
                "ciphertext",
                encrypted.get("ciphertext").asText(),
                "iv",
                encrypted.get("iv").asText(),
                "authTag",
                encrypted.get("authTag").asText(),
                "algorithm",
                "A256GCM",
                "additionalAuthenticatedData",
                AAD);
    }

    private static HttpResponse<String> post(String operation, JsonNode body) {
        return kms.post("/encryption/" + operation, body.toString());
    }

    private static JsonNode ok(String operation, JsonNode body) {
        HttpResponse<String> answer = post(operation, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-KMS-Audit-Index")).isPresent();
        assertThat(answer.headers().firstValue("Cache-Control").isPresent())
                .as("answers with secrets are kept nowhere")
                .isEqualTo(Set.of("decrypt", "unwrap", "key-agreement").contains(operation));
        return json(answer);
    }

    private static void assertMembers(JsonNode object, String... names) {
        Set<String> found = new TreeSet<>();
        object.fieldNames().forEachRemaining(found::add);
        assertThat(found).as(object.toString()).containsExactlyInAnyOrder(names);
    }

    private static void assertRefused(int status, String message, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("message").asText()).contains(message);
    }

    @Test
    void encrypt_importedKey_decryptsToTheSame() {
        JsonNode encrypted = ok("encrypt", encrypting());
        assertMembers(encrypted, "ciphertext", "iv", "authTag", "kid", "keyVersion");
        assertThat(Base64.getDecoder().decode(encrypted.get("iv").asText())).hasSize(12);
        assertThat(Base64.getDecoder().decode(encrypted.get("authTag").asText()))
                .hasSize(16);

        JsonNode decrypted = ok("decrypt", decrypting(encrypted));
        assertMembers(decrypted, "plaintext", "kid", "keyVersion", "keyState");
        assertThat(decrypted.get("plaintext").asText()).isEqualTo(PLAINTEXT);
        assertThat(decrypted.get("kid")).isEqualTo(encrypted.get("kid"));
        assertThat(decrypted.get("keyState").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void encrypt_withoutAssociatedDataAndNothingToEncrypt_possible() {
        ObjectNode request = named("keyInfo", "seal", "plaintext", "", "algorithm", "A256GCM");
        JsonNode encrypted = ok("encrypt", request);
        assertThat(encrypted.get("ciphertext").asText()).isEmpty();

        ObjectNode back = decrypting(encrypted);
        back.remove("additionalAuthenticatedData");
        assertThat(ok("decrypt", back).get("plaintext").asText()).isEmpty();
        assertRefused(400, "cannot be decrypted", post("decrypt", decrypting(encrypted)));
    }

    @Test
    void decrypt_anyFormOfBase64_read() {
        JsonNode encrypted = ok("encrypt", encrypting());
        ObjectNode urlSafe = decrypting(encrypted);
        for (String member : List.of("ciphertext", "iv", "authTag", "additionalAuthenticatedData")) {
            urlSafe.put(
                    member,
                    urlSafe.get(member)
                            .asText()
                            .replace('+', '-')
                            .replace('/', '_')
                            .replace("=", ""));
        }
        assertThat(ok("decrypt", urlSafe).get("plaintext").asText()).isEqualTo(PLAINTEXT);
    }

    @Test
    void wrap_thenUnwrap_sameKey() {
        for (String algorithm : List.of("A256KW", "A256GCMKW")) {
            JsonNode wrapped = ok("wrap", named("wrappingKeyInfo", "seal", "keyToWrap", KEY, "algorithm", algorithm));
            assertMembers(wrapped, "wrappedKey", "kid", "keyVersion");

            JsonNode unwrapped = ok(
                    "unwrap",
                    named(
                            "unwrappingKeyInfo",
                            "seal",
                            "wrappedKey",
                            wrapped.get("wrappedKey").asText(),
                            "algorithm",
                            algorithm));
            assertMembers(unwrapped, "unwrappedKey", "kid", "keyVersion", "keyState");
            assertThat(unwrapped.get("unwrappedKey").asText()).isEqualTo(KEY + "=");
        }
    }

    private static ObjectNode agreeing(String... members) {
        ObjectNode request = named("privateKeyInfo", "pair", members);
        request.putObject("publicKeyInfo").put("alias", "pair");
        return request;
    }

    @Test
    void keyAgreement_withEachAlgorithm_secretOrKeyOfItsSize() {
        JsonNode raw = ok("key-agreement", agreeing("algorithm", "ECDH_ES"));
        assertMembers(raw, "sharedSecret", "kid", "keyVersion", "keyState");
        Set<String> secrets = new TreeSet<>(Set.of(secret(raw, 32)));
        secrets.add(secret(ok("key-agreement", agreeing("algorithm", "ECDH_ES").put("keyDataLen", 256)), 32));
        secrets.add(secret(ok("key-agreement", agreeing("algorithm", "ECDH_ES").put("keyDataLen", 512)), 64));
        secrets.add(secret(ok("key-agreement", agreeing("algorithm", "ECDH_ES", "enc", "A128CBC_HS256")), 32));
        secrets.add(
                secret(ok("key-agreement", agreeing("algorithm", "ECDH_ES", "enc", "A128CBC_HS256", "apu", "YQ")), 32));
        secrets.add(
                secret(ok("key-agreement", agreeing("algorithm", "ECDH_ES", "enc", "A128CBC_HS256", "apv", "YQ")), 32));
        secrets.add(secret(ok("key-agreement", agreeing("algorithm", "ECDH_ES_A192KW")), 24));
        assertThat(secrets).hasSize(7);
    }

    private static String secret(JsonNode answer, int lengthBytes) {
        String secret = answer.get("sharedSecret").asText();
        assertThat(Base64.getDecoder().decode(secret)).hasSize(lengthBytes);
        return secret;
    }

    /** RFC 7518 appendix C, from the key that is imported to the key that is agreed upon. */
    @Test
    void keyAgreement_exampleOfRfc7518AppendixC_publishedKey() {
        importKey(
                "bob",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ\","
                        + "\"y\":\"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck\","
                        + "\"d\":\"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw\",\"alg\":\"ECDH-ES\"}");
        ObjectNode request = named(
                "privateKeyInfo", "bob", "algorithm", "ECDH_ES", "enc", "A128GCM", "apu", "QWxpY2U", "apv", "Qm9i");
        request.putObject("publicKeyInfo")
                .putObject("key")
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0")
                .put("y", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps");

        assertThat(ok("key-agreement", request.put("keyDataLen", 128))
                        .get("sharedSecret")
                        .asText())
                .isEqualTo("VqqN6vgjbSBcIijNcacQGg==");
        request.remove("keyDataLen");
        assertThat(ok("key-agreement", request).get("sharedSecret").asText()).isEqualTo("VqqN6vgjbSBcIijNcacQGg==");
    }

    /** Not a byte differs, whatever the reason. */
    @Test
    void decrypt_whateverIsWrong_sameAnswer() {
        JsonNode encrypted = ok("encrypt", encrypting());
        Set<String> answers = new TreeSet<>();
        for (String member : List.of("ciphertext", "iv", "authTag", "additionalAuthenticatedData")) {
            for (String wrong : List.of("", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA==")) {
                HttpResponse<String> answer =
                        post("decrypt", decrypting(encrypted).put(member, wrong));
                assertThat(answer.statusCode()).as(member).isEqualTo(400);
                answers.add(answer.body());
            }
        }
        answers.add(post("decrypt", decrypting(encrypted).put("algorithm", "A128CBC_HS256"))
                .body());
        for (String wrong : List.of("", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")) {
            for (String algorithm : List.of("A256KW", "A256GCMKW")) {
                answers.add(
                        post("unwrap", named("unwrappingKeyInfo", "seal", "wrappedKey", wrong, "algorithm", algorithm))
                                .body());
            }
        }
        assertThat(answers)
                .hasSize(1)
                .first()
                .asString()
                .contains("cannot be decrypted")
                .doesNotContain("details");
    }

    @ParameterizedTest
    @CsvSource({
        "encrypt, keyInfo",
        "encrypt, plaintext",
        "encrypt, algorithm",
        "decrypt, keyInfo",
        "decrypt, ciphertext",
        "decrypt, algorithm",
        "decrypt, iv",
        "decrypt, authTag"
    })
    void request_memberMissing_refusedByItsName(String operation, String member) {
        ObjectNode request = operation.equals("encrypt") ? encrypting() : decrypting(ok("encrypt", encrypting()));
        request.remove(member);

        assertRefused(400, member + " is missing", post(operation, request));
    }

    @ParameterizedTest
    @CsvSource({"wrap, wrappingKeyInfo", "unwrap, unwrappingKeyInfo", "key-agreement, privateKeyInfo"})
    void request_empty_refusedByTheFirstMember(String operation, String member) {
        assertThat(post(operation, object()).statusCode()).isEqualTo(400);
        assertRefused(
                400,
                member + " is missing",
                post(operation, object("keyToWrap", "AAAA", "wrappedKey", "AAAA", "algorithm", "A256KW")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "plaintext, ***, plaintext is not Base64",
                "plaintext, a, plaintext is not Base64",
                "additionalAuthenticatedData, =, additionalAuthenticatedData is not Base64",
                "algorithm, a256gcm, algorithm 'a256gcm' is not allowed",
                "algorithm, A256CBC-HS512, algorithm 'A256CBC-HS512' is not allowed",
                "algorithm, A256KW, algorithm 'A256KW' is not allowed",
                "algorithm, A128GCM, algorithm A128GCM does not fit"
            })
    void encrypt_memberThatCannotBe_refused(String member, String value, String message) {
        assertRefused(400, message, post("encrypt", encrypting().put(member, value)));
    }

    @ParameterizedTest
    @CsvSource({"RSA1_5, 400", "DIR, 501"})
    void wrap_algorithmThatIsNotOffered_refused(String algorithm, int status) {
        ObjectNode request = named("wrappingKeyInfo", "seal", "keyToWrap", KEY, "algorithm", algorithm);
        assertThat(post("wrap", request).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "-8, keyDataLen is -8",
                "0, keyDataLen is 0",
                "100, keyDataLen is 100",
                "257, keyDataLen is 257",
                "2147483647, keyDataLen is 2147483647",
                "2147483648, keyDataLen does not have the type",
                "1.5, keyDataLen does not have the type",
                "\"256\", keyDataLen does not have the type"
            })
    void keyAgreement_sizeThatCannotBe_refused(String size, String message) {
        String request =
                agreeing("algorithm", "ECDH_ES").toString().replaceFirst("}$", ",\"keyDataLen\":" + size + "}");
        assertRefused(400, message, kms.post("/encryption/key-agreement", request));
    }

    @Test
    void keyAgreement_membersThatContradictEachOther_refused() {
        assertRefused(400, "apu and apv", post("key-agreement", agreeing("algorithm", "ECDH_ES", "apu", "YQ")));
        assertRefused(
                400,
                "keyDataLen is 128",
                post(
                        "key-agreement",
                        agreeing("algorithm", "ECDH_ES", "enc", "A256GCM").put("keyDataLen", 128)));
        assertRefused(
                400, "enc 'x' is not allowed", post("key-agreement", agreeing("algorithm", "ECDH_ES", "enc", "x")));
    }

    /** A point beside the curve would give the private key away, piece by piece. */
    @Test
    void keyAgreement_pointBesideTheCurve_refused() {
        ObjectNode request = agreeing("algorithm", "ECDH_ES");
        request.putObject("publicKeyInfo")
                .putObject("key")
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0")
                .put("y", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFppw");
        assertRefused(400, "not a point on P-256", post("key-agreement", request));
    }

    /** Whoever has a key needs no KMS to use it, and should not send it around. */
    @Test
    void encrypt_keyThatIsOnlyShown_refused() {
        ObjectNode request = encrypting();
        request.putObject("keyInfo").putObject("key").put("kty", "oct").put("k", KEY);
        assertRefused(400, "names no key", post("encrypt", request));
        assertThat(post("encrypt", request).body()).doesNotContain(KEY);
    }

    @Test
    void encrypt_keyForSignatures_refused() {
        importKey("mac", "{\"kty\":\"oct\",\"k\":\"%s\",\"alg\":\"HS256\"}".formatted(KEY));
        assertRefused(
                400,
                "may not encrypt",
                post("encrypt", named("keyInfo", "mac", "plaintext", PLAINTEXT, "algorithm", "A256GCM")));
    }

    @Test
    void states_ofTheKey_decideAndShow() {
        importKey("stated", "{\"kty\":\"oct\",\"k\":\"%s\",\"use\":\"enc\"}".formatted(KEY));
        ObjectNode encrypting = encrypting();
        encrypting.putObject("keyInfo").put("alias", "stated");
        ObjectNode decrypting = decrypting(ok("encrypt", encrypting));
        decrypting.putObject("keyInfo").put("alias", "stated");

        state("SUSPENDED");
        assertRefused(409, "SUSPENDED", post("encrypt", encrypting));
        assertThat(ok("decrypt", decrypting).get("keyState").asText()).isEqualTo("SUSPENDED");
        state("COMPROMISED");
        assertRefused(409, "COMPROMISED", post("encrypt", encrypting));
        JsonNode decrypted = ok("decrypt", decrypting);
        assertThat(decrypted.get("plaintext").asText()).isEqualTo(PLAINTEXT);
        assertThat(decrypted.get("compromised").asBoolean()).isTrue();
    }

    private static void state(String state) {
        HttpResponse<String> answer =
                kms.post("/keys/stated/state", "{\"state\":\"%s\",\"reason\":\"test\"}".formatted(state));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void capabilities_ofTheProvider_listWhatIsOffered() {
        JsonNode capabilities = json(kms.get("/providers/" + HttpFixture.PROVIDER + "/capabilities"))
                .get("capabilities");
        assertThat(capabilities.get("contentEncryptionAlgorithms")).hasSize(6);
        Set<String> supported = new TreeSet<>();
        capabilities.get("operations").forEach(operation -> {
            if (operation.get("supported").asBoolean()) {
                supported.add(operation.get("operation").asText());
            }
        });
        assertThat(supported)
                .contains("ENCRYPT", "DECRYPT", "WRAP_KEY", "UNWRAP_KEY", "KEY_AGREEMENT", "ECDH_DERIVE_RAW_X");
        assertThat(capabilities.get("operations"))
                .filteredOn(operation -> operation.get("operation").asText().equals("WRAP_KEY"))
                .singleElement()
                .extracting(operation -> operation.get("keyWrapAlgorithms").toString())
                .asString()
                .contains("\"RSA_OAEP\"", "\"A256KW\"")
                .doesNotContain("RSA1_5", "DIR");
    }

    @Test
    void audit_ofEncryption_tellsNoSecretAndNoDigestOfOne() {
        JsonNode encrypted = ok("encrypt", encrypting());
        HttpResponse<String> answer = post("decrypt", decrypting(encrypted));
        long index =
                Long.parseLong(answer.headers().firstValue("X-KMS-Audit-Index").orElseThrow());

        JsonNode decryption = json(kms.get("/audit/events/" + index)).get("event");
        JsonNode encryption = json(kms.get("/audit/events/" + (index - 1))).get("event");

        assertThat(encryption.get("operation").asText()).isEqualTo("key.encrypt");
        assertThat(encryption.get("algorithm").asText()).isEqualTo("A256GCM");
        assertThat(encryption.has("inputDigest")).isFalse();
        assertThat(decryption.get("operation").asText()).isEqualTo("key.decrypt");
        assertThat(decryption.has("inputDigest")).isTrue();
        assertThat(encryption.toString() + decryption)
                .doesNotContain(PLAINTEXT, new String(Base64.getDecoder().decode(PLAINTEXT), StandardCharsets.UTF_8));
    }
}
