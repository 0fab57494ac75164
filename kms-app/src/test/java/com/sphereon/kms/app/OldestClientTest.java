package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of the TypeScript client and plugin, with their oddities (contract section 10). */
class OldestClientTest {
    private static final String AT_PROVIDER = "/providers/" + RunningKms.PROVIDER;
    private static final String RESOLVE = "/resolvers/jose_cose_resolver/resolve";

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

    @AfterEach
    void deleteAllKeys() {
        client.aliases().forEach(alias -> client.delete("/keys/" + alias).expect(204));
    }

    /** The plugin drops the alias on the way; alg is what it makes of its own key type. */
    @ParameterizedTest
    @CsvSource({
        "RSA, RSA_SHA256, RS256",
        "Secp256r1, ECDSA_SHA256, ES256",
        "Secp384r1, ECDSA_SHA384, ES384",
        "Secp521r1, ECDSA_SHA512, ES512",
        "Secp256k1, ES256K, ES256K",
        "Ed25519, ED25519, EdDSA",
        "X25519, ED25519, EdDSA",
    })
    void generateKey_withoutAlias_isNamedByItsKid(String pluginType, String algorithm, String joseName) {
        ObjectNode body = Json.object("use", "sig", "keyOperations", List.of("sign"), "alg", algorithm);
        ObjectNode withProvider = Json.with(body, "providerId", RunningKms.PROVIDER);

        JsonNode pair = client.post("/keys/generate", withProvider).expect(201).at("/keyPair");

        assertThat(pair.get("alias")).as(pluginType).isEqualTo(pair.get("kid"));
        assertThat(pair.get("providerId").textValue()).isEqualTo(RunningKms.PROVIDER);
        assertThat(pair.at("/jose/publicJwk/alg").textValue()).isEqualTo(joseName);
        assertThat(pair.at("/jose/publicJwk/kid")).isEqualTo(pair.get("kid"));
        assertThat(pair.at("/cose/publicCoseKey").isObject()).isTrue();
    }

    @Test
    void generateKey_everythingLeftOut_isMade() {
        client.post("/keys/generate", "{}").expect(201);
        client.post(AT_PROVIDER + "/keys/generate", "{}").expect(201);
        client.post(AT_PROVIDER + "/keys/generate", Json.object("alias", "named", "use", "sig", "alg", "ECDSA_SHA256"))
                .expect(201);

        assertThat(client.aliases()).hasSize(3).contains("named");
    }

    @Test
    void storeKey_ecKeyWithNothingElse_isNamedByItsKid() {
        ObjectNode key = Json.with(Json.with(ForeignKeys.jwk("P-256"), "kid", "plugin-kid"), "alg", "ES256");

        JsonNode info = client.post("/keys", Json.object("keyInfo", Json.object("key", key)))
                .expect(201)
                .at("/keyInfo");

        assertThat(info.get("alias").textValue()).isEqualTo("plugin-kid");
        assertThat(info.get("kid").textValue()).isEqualTo("plugin-kid");
        assertThat(info.get("providerId").textValue()).isEqualTo(RunningKms.PROVIDER);
        assertThat(info.get("key")).isEqualTo(Json.with(Json.without(key, "d"), "use", "sig"));
        assertThat(client.keyInfo("plugin-kid")).isEqualTo(info);
    }

    @Test
    void storeKey_asItsTestsDo_toleratesWhatMakesNoSense() {
        ObjectNode key = Json.with(ForeignKeys.jwk("P-256"), "kid", "inner-kid");
        ObjectNode keyInfo = Json.object(
                "kid",
                "outer-kid",
                "key",
                key,
                "signatureAlgorithm",
                "ECDSA_SHA256",
                "keyVisibility",
                "PRIVATE",
                "x5c",
                List.of("1", "2"),
                "alias",
                "stored",
                "providerId",
                RunningKms.PROVIDER,
                "keyType",
                "EC",
                "keyEncoding",
                "JOSE",
                "opts",
                Json.object("test", "test"));

        for (String path : List.of("/keys", AT_PROVIDER + "/keys")) {
            JsonNode info = client.post(path, Json.object("keyInfo", keyInfo))
                    .expect(201)
                    .at("/keyInfo");
            assertThat(info.get("alias").textValue()).isEqualTo("stored");
            assertThat(info.get("kid").textValue()).isEqualTo("outer-kid");
            assertThat(client.post(RESOLVE, Json.object("keyInfo", keyInfo, "identifierMethod", "JWK"))
                            .expect(200)
                            .at("/key/x"))
                    .isEqualTo(key.get("x"));
            assertSignsWith(keyInfo);
            client.delete(AT_PROVIDER + "/keys/stored").expect(204);
        }
    }

    /** Sends the private key inline everywhere, as the client's tests do; the answers never have it (KmsClient looks). */
    private static void assertSignsWith(ObjectNode keyInfo) {
        String secret = keyInfo.at("/key/d").textValue();
        Answer signed = client.sign(keyInfo, "aGVsbG8").expect(201);
        Answer verified =
                client.verify(keyInfo, "aGVsbG8", signed.textAt("/signature")).expect(200);
        Answer resolved = client.post(RESOLVE, Json.object("keyInfo", keyInfo)).expect(200);

        assertThat(verified.at("/isValid").booleanValue()).isTrue();
        assertThat(List.of(signed.text(), verified.text(), resolved.text())).noneMatch(text -> text.contains(secret));
    }

    @Test
    void sign_inlinePrivateKeyThatIsNotStored_isNotUsed() {
        ObjectNode keyInfo = Json.object("key", ForeignKeys.jwk("P-256"));

        Answer refused = client.sign(keyInfo, "aGVsbG8").expectError(400, "no key found");

        assertThat(refused.text()).doesNotContain(keyInfo.at("/key/d").textValue());
    }

    /** The plugin sends only the public half of an RSA key, and the private half of an X25519 key as its public one. */
    @Test
    void storeKey_theTwoBugsOfThePlugin_areTheCallersFault() {
        ObjectNode rsa = Json.without(ForeignKeys.jwk("RSA"), "d", "p", "q", "dp", "dq", "qi");
        ObjectNode x25519 = ForeignKeys.jwk("X25519");
        ObjectNode misplaced =
                Json.object("kty", "OKP", "crv", "X25519", "x", x25519.get("d"), "kid", "x25519-kid", "alg", "EdDSA");

        storeKey(Json.with(rsa, "kid", "rsa-kid")).expectError(400, "keyInfo.key", "public key");
        Answer refused = storeKey(misplaced).expectError(400, "keyInfo.key");

        assertThat(refused.text()).doesNotContain(x25519.get("d").textValue());
        assertThat(client.aliases()).isEmpty();
    }

    private static Answer storeKey(ObjectNode key) {
        return client.post("/keys", Json.object("keyInfo", Json.object("key", key)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521", "secp256k1"})
    void sign_asThePluginDoes_isConsistentWithItself(String curve) throws NoSuchAlgorithmException {
        client.importKey("plugin", Json.with(ForeignKeys.jwk(curve), "kid", "plugin-kid"));
        // The plugin hashes first and sends the digest as if it were the message: GET, then that keyInfo as it came.
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Json.utf8("header.payload"));
        String input = Json.base64(digest).replace("=", "");
        ObjectNode keyInfo = (ObjectNode) client.keyInfo("plugin-kid");

        String signature = client.sign(keyInfo, input).expect(201).textAt("/signature");

        String sent = Json.base64Url(Json.bytes(signature));
        assertThat(client.verify(keyInfo, input, sent)
                        .expect(200)
                        .at("/isValid")
                        .booleanValue())
                .isTrue();
        String other = Json.base64(new byte[digest.length]);
        assertThat(client.verify(keyInfo, other, sent)
                        .expect(200)
                        .at("/isValid")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void lists_haveWhatTheClientMaps() {
        client.post("/keys/generate", "{}").expect(201);

        for (String path : List.of("/keys", "/keys?providerId=" + RunningKms.PROVIDER, AT_PROVIDER + "/keys")) {
            JsonNode info = client.get(path).expect(200).at("/keyInfos/0");
            assertThat(info.at("/key/kty").textValue()).isEqualTo("EC");
            assertThat(info.get("keyType").textValue()).isEqualTo("EC");
            assertThat(info.get("kid").isTextual()).isTrue();
        }
        assertThat(client.get("/resolvers").expect(200).at("/resolvers").isArray())
                .isTrue();
        assertThat(client.get("/providers").expect(200).at("/providers").isArray())
                .isTrue();
    }

    @Test
    void request_withTheClientsHeaders_isForTheOneTenant() {
        client.generate("a", "ECDSA_SHA256");

        Answer list = client.send(
                "GET",
                "/keys",
                BodyPublishers.noBody(),
                "Accept",
                "application/json",
                "X-Tenant-ID",
                "another",
                "X-User-ID",
                "someone");

        assertThat(list.expect(200).at("/keyInfos").findValuesAsText("alias")).containsExactly("a");
    }

    @Test
    void delete_asTheClientDoes_hasNoBody() {
        client.generate("a", "ECDSA_SHA256");

        assertThat(client.delete("/keys/a").expect(204).text()).isEmpty();
        client.delete("/keys/a").expect(404);
    }
}
