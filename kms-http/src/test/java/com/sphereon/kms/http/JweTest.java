package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JWE of another library, opened with keys of the KMS step by step (RFC 7516 section 5.2), and the reverse. */
class JweTest {
    private static final String TEXT = "The true sign of intelligence is not knowledge but imagination.";
    private static HttpFixture kms;

    @BeforeAll
    static void start() {
        kms = new HttpFixture("");
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    /** Imports a key for encryption under a new name. */
    private static String imported(JWK key) {
        String alias = "key-" + UUID.randomUUID();
        HttpResponse<String> answer = kms.post(
                "/keys/import", "{\"keyInfo\":{\"alias\":\"%s\",\"key\":%s}}".formatted(alias, key.toJSONString()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return alias;
    }

    private static String importedSecret(byte[] key) {
        return imported(
                new OctetSequenceKey.Builder(key).keyUse(KeyUse.ENCRYPTION).build());
    }

    private static byte[] call(String operation, String keyMember, String alias, ObjectNode request, String answer) {
        request.putObject(keyMember).put("alias", alias);
        HttpResponse<String> response = kms.post("/encryption/" + operation, request.toString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Base64.getDecoder().decode(json(response).get(answer).asText());
    }

    private static ObjectNode object() {
        return HttpFixture.JSON.createObjectNode();
    }

    private static String name(String joseName) {
        return joseName.replace("-HS", "_HS").replaceAll("[-+]", "_").toUpperCase(Locale.ROOT);
    }

    private static JWEObject encrypted(JWEHeader header, JWEEncrypter encrypter) throws JOSEException, ParseException {
        JWEObject jwe = new JWEObject(header, new Payload(TEXT));
        jwe.encrypt(encrypter);
        return JWEObject.parse(jwe.serialize());
    }

    private static byte[] unwrapped(JWEObject jwe, String alias, byte[] wrapped) {
        ObjectNode request = object().put("wrappedKey", Base64.getEncoder().encodeToString(wrapped))
                .put("algorithm", name(jwe.getHeader().getAlgorithm().getName()));
        return call("unwrap", "unwrappingKeyInfo", alias, request, "unwrappedKey");
    }

    /** The last steps: the content encryption key goes into the KMS as well. */
    private static void assertOpens(JWEObject jwe, byte[] contentKey) {
        assertThat(new String(content(jwe, importedSecret(contentKey)), StandardCharsets.UTF_8))
                .isEqualTo(TEXT);
    }

    private static byte[] content(JWEObject jwe, String alias) {
        byte[] header = jwe.getHeader().toBase64URL().toString().getBytes(StandardCharsets.US_ASCII);
        ObjectNode request = object().put("ciphertext", jwe.getCipherText().toString())
                .put("iv", jwe.getIV().toString())
                .put("authTag", jwe.getAuthTag().toString())
                .put("algorithm", name(jwe.getHeader().getEncryptionMethod().getName()))
                .put("additionalAuthenticatedData", Base64.getEncoder().encodeToString(header));
        return call("decrypt", "keyInfo", alias, request, "plaintext");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA-OAEP-256, A256GCM",
        "RSA-OAEP, A128CBC-HS256",
        "RSA-OAEP-384, A192GCM",
        "RSA-OAEP-512, A256CBC-HS512",
    })
    void jwe_toAnRsaKey_opened(String algorithm, String method) throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyUse(KeyUse.ENCRYPTION).generate();
        String alias = imported(key);
        JWEHeader header = new JWEHeader(JWEAlgorithm.parse(algorithm), EncryptionMethod.parse(method));

        JWEObject jwe = encrypted(header, new RSAEncrypter(key.toPublicJWK()));

        assertOpens(jwe, unwrapped(jwe, alias, jwe.getEncryptedKey().decode()));
    }

    @ParameterizedTest
    @CsvSource({
        "A128KW, 128, A128CBC-HS256",
        "A192KW, 192, A192CBC-HS384",
        "A256KW, 256, A256CBC-HS512",
        "A128GCMKW, 128, A128GCM",
        "A192GCMKW, 192, A192GCM",
        "A256GCMKW, 256, A256GCM",
    })
    void jwe_toASymmetricKey_opened(String algorithm, int keyBits, String method) throws Exception {
        OctetSequenceKey key =
                new OctetSequenceKeyGenerator(keyBits).keyUse(KeyUse.ENCRYPTION).generate();
        String alias = imported(key);
        JWEHeader header = new JWEHeader(JWEAlgorithm.parse(algorithm), EncryptionMethod.parse(method));

        JWEObject jwe = encrypted(header, new AESEncrypter(key));

        assertOpens(jwe, unwrapped(jwe, alias, wrappedKey(jwe)));
    }

    /** AES-GCM key wrapping has its nonce and tag in the header of a JWE, and around the ciphertext here. */
    private static byte[] wrappedKey(JWEObject jwe) {
        ByteArrayOutputStream wrapped = new ByteArrayOutputStream();
        if (jwe.getHeader().getAuthTag() == null) {
            return jwe.getEncryptedKey().decode();
        }
        wrapped.writeBytes(jwe.getHeader().getIV().decode());
        wrapped.writeBytes(jwe.getEncryptedKey().decode());
        wrapped.writeBytes(jwe.getHeader().getAuthTag().decode());
        return wrapped.toByteArray();
    }

    private static JWEHeader agreementHeader(String algorithm, String method) {
        return new JWEHeader.Builder(JWEAlgorithm.parse(algorithm), EncryptionMethod.parse(method))
                .agreementPartyUInfo(Base64URL.encode("wallet"))
                .agreementPartyVInfo(Base64URL.encode("verifier"))
                .build();
    }

    private static byte[] agreed(JWEObject jwe, String alias) throws Exception {
        JWEHeader header = jwe.getHeader();
        ObjectNode request = object().put(
                        "algorithm", name(header.getAlgorithm().getName()))
                .put("enc", name(header.getEncryptionMethod().getName()))
                .put("apu", header.getAgreementPartyUInfo().toString())
                .put("apv", header.getAgreementPartyVInfo().toString());
        request.putObject("publicKeyInfo")
                .set(
                        "key",
                        HttpFixture.JSON.readTree(header.getEphemeralPublicKey().toJSONString()));
        return call("key-agreement", "privateKeyInfo", alias, request, "sharedSecret");
    }

    @ParameterizedTest
    @CsvSource({"P-256, A256GCM", "P-384, A128GCM", "P-521, A256CBC-HS512", "P-256, A128CBC-HS256"})
    void jwe_toAnEcKey_openedByAgreement(String curve, String method) throws Exception {
        ECKey key =
                new ECKeyGenerator(Curve.parse(curve)).keyUse(KeyUse.ENCRYPTION).generate();
        String alias = imported(key);

        JWEObject jwe = encrypted(agreementHeader("ECDH-ES", method), new ECDHEncrypter(key.toPublicJWK()));

        assertOpens(jwe, agreed(jwe, alias));
    }

    @ParameterizedTest
    @CsvSource({"ECDH-ES+A128KW, A128GCM", "ECDH-ES+A192KW, A192GCM", "ECDH-ES+A256KW, A256GCM"})
    void jwe_toAnEcKeyWithWrapping_openedByAgreementAndUnwrapping(String algorithm, String method) throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.ENCRYPTION).generate();
        String alias = imported(key);

        JWEObject jwe = encrypted(agreementHeader(algorithm, method), new ECDHEncrypter(key.toPublicJWK()));

        String wrapping = importedSecret(agreed(jwe, alias));
        ObjectNode request = object().put("wrappedKey", jwe.getEncryptedKey().toString())
                .put("algorithm", algorithm.substring("ECDH-ES+".length()));
        assertOpens(jwe, call("unwrap", "unwrappingKeyInfo", wrapping, request, "unwrappedKey"));
    }

    /** Nimbus needs a library we have no other use for to agree on X25519, so the secret is that of RFC 7748 section 6.1. */
    @Test
    void secret_ofPublishedX25519Keys_published() {
        String alias = imported(
                new OctetKeyPair.Builder(Curve.X25519, new Base64URL("hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"))
                        .d(new Base64URL("dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo"))
                        .keyUse(KeyUse.ENCRYPTION)
                        .build());
        ObjectNode request = object().put("algorithm", "ECDH_ES");
        request.putObject("publicKeyInfo")
                .putObject("key")
                .put("kty", "OKP")
                .put("crv", "X25519")
                .put("x", "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08");

        byte[] secret = call("key-agreement", "privateKeyInfo", alias, request, "sharedSecret");

        assertThat(Base64URL.encode(secret)).hasToString("Sl2dW6TOLeFyjjv0gDUPJeB-IclH0Z4zdvCbPB4WF0I");
    }

    @Test
    void content_encryptedHere_openedElsewhere() throws Exception {
        OctetSequenceKey key =
                new OctetSequenceKeyGenerator(256).keyUse(KeyUse.ENCRYPTION).generate();
        String alias = imported(key);
        JWEHeader header = new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM);
        ObjectNode request = object().put(
                        "plaintext", Base64.getEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_8)))
                .put("algorithm", "A256GCM")
                .put(
                        "additionalAuthenticatedData",
                        Base64.getEncoder()
                                .encodeToString(header.toBase64URL().toString().getBytes(StandardCharsets.US_ASCII)));
        request.putObject("keyInfo").put("alias", alias);

        var answer = json(kms.post("/encryption/encrypt", request.toString()));

        JWEObject jwe = new JWEObject(
                header.toBase64URL(),
                new Base64URL(""),
                urlSafe(answer.get("iv").asText()),
                urlSafe(answer.get("ciphertext").asText()),
                urlSafe(answer.get("authTag").asText()));
        jwe.decrypt(new DirectDecrypter(key));
        assertThat(jwe.getPayload()).hasToString(TEXT);
    }

    @Test
    void key_wrappedHereForAnRsaKey_unwrappedElsewhere() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyUse(KeyUse.ENCRYPTION).generate();
        String alias = imported(key);
        byte[] contentKey = new byte[32];
        contentKey[7] = 42;
        ObjectNode request = object().put("keyToWrap", Base64.getEncoder().encodeToString(contentKey))
                .put("algorithm", "RSA_OAEP_256");
        byte[] wrapped = call("wrap", "wrappingKeyInfo", alias, request, "wrappedKey");

        // Nimbus encrypts directly with the key, and decrypts what the RSA key unwraps.
        JWEHeader header = new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM);
        JWEObject made =
                encrypted(header, new RSAEncrypter(key.toRSAPublicKey(), new SecretKeySpec(contentKey, "AES")));
        JWEObject ours = new JWEObject(
                made.getHeader().toBase64URL(),
                Base64URL.encode(wrapped),
                made.getIV(),
                made.getCipherText(),
                made.getAuthTag());
        ours.decrypt(new RSADecrypter(key));
        assertThat(ours.getPayload()).hasToString(TEXT);
    }

    private static Base64URL urlSafe(String standard) {
        return Base64URL.encode(Base64.getDecoder().decode(standard));
    }
}
