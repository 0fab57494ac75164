package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shape of every answer, by the contract. That each also fits the published document is checked by {@link KmsClient}
 * on the way.
 */
class ResponseShapeTest {
    private static final String AT_PROVIDER = "/providers/" + RunningKms.PROVIDER;

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

    private static void assertMembers(JsonNode object, String... names) {
        Set<String> found = new TreeSet<>();
        object.fieldNames().forEachRemaining(found::add);
        assertThat(found).as(object.toString()).containsExactlyInAnyOrder(names);
    }

    private static Answer importSymmetric(String path, String alias) {
        ObjectNode jwk = Json.with(ForeignKeys.symmetric(32), "alg", "HS256");
        return client.post(path, Json.object("keyInfo", Json.object("alias", alias, "key", jwk)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys", "/keys/generate", AT_PROVIDER + "/keys", AT_PROVIDER + "/keys/generate"})
    void generate_answers_keyPair(String path) {
        Answer answer = client.post(path, Json.object("alias", "issuer:credential-signing"));

        JsonNode pair = answer.expect(201).at("/keyPair");
        assertMembers(answer.json(), "keyPair");
        assertMembers(pair, "providerId", "alias", "cose", "jose", "kid");
        assertMembers(pair.get("jose"), "publicJwk");
        assertMembers(pair.get("cose"), "publicCoseKey");
        assertMembers(pair.at("/jose/publicJwk"), "kty", "kid", "alg", "use", "crv", "x", "y");
        assertMembers(pair.at("/cose/publicCoseKey"), "kty", "kid", "alg", "crv", "x", "y");
        assertThat(pair.get("providerId").textValue()).isEqualTo(RunningKms.PROVIDER);
        assertThat(pair.get("alias").textValue()).isEqualTo("issuer:credential-signing");
        assertThat(pair.at("/jose/publicJwk/kid")).isEqualTo(pair.get("kid"));
        assertThat(pair.get("kid").textValue())
                .isEqualTo(ForeignKeys.thumbprint((ObjectNode) pair.at("/jose/publicJwk")));
    }

    @ParameterizedTest
    @CsvSource({
        "ED25519, 1, -8, 6",
        "ECDSA_SHA256, 2, -7, 1",
        "ECDSA_SHA384, 2, -35, 2",
        "ECDSA_SHA512, 2, -36, 3",
        "ES256K, 2, -47, 8",
        "RSA_SHA256, 3, -257, 0",
        "RSA_SSA_PSS_SHA256_MGF1, 3, -37, 0",
        "HMAC_SHA384, 4, 6, 0",
    })
    void generate_coseKey_isTheSameKey(String algorithm, int kty, int alg, int crv) {
        JsonNode pair = client.generate("cose", algorithm);
        JsonNode cose = pair.at("/cose/publicCoseKey");

        assertThat(cose.path("kty").intValue()).isEqualTo(kty);
        assertThat(cose.path("alg").intValue()).isEqualTo(alg);
        assertThat(cose.path("crv").intValue()).isEqualTo(crv);
        assertThat(cose.get("kid")).isEqualTo(pair.get("kid"));
        assertThat(cose.at("/x")).isEqualTo(pair.at("/jose/publicJwk/x"));
        assertThat(cose.at("/y")).isEqualTo(pair.at("/jose/publicJwk/y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys", "/keys/import", AT_PROVIDER + "/keys", AT_PROVIDER + "/keys/import"})
    void importKey_answers_keyInfo(String path) {
        Answer answer = importSymmetric(path, "imported").expect(201);

        JsonNode info = answer.at("/keyInfo");
        assertMembers(answer.json(), "keyInfo");
        assertManagedKey(info);
        assertMembers(info.get("key"), "kty", "kid", "alg", "use", "key_ops");
        assertThat(info.at("/key/kty").textValue()).isEqualTo("oct");
        assertThat(info.at("/keyType").textValue()).isEqualTo("OCT");
    }

    private static void assertManagedKey(JsonNode info) {
        assertMembers(
                info,
                "kid",
                "key",
                "signatureAlgorithm",
                "keyVisibility",
                "alias",
                "providerId",
                "origin",
                "controlMode",
                "keyType",
                "keyEncoding",
                "keyState");
        assertThat(info.get("keyVisibility").textValue()).isEqualTo("PUBLIC");
        assertThat(info.get("keyEncoding").textValue()).isEqualTo("JOSE");
        assertThat(info.get("origin").textValue()).isEqualTo("managed");
        assertThat(info.get("controlMode").textValue()).isEqualTo("platform_managed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys", AT_PROVIDER + "/keys", "/keys?providerId=" + RunningKms.PROVIDER})
    void list_answers_everyKeyWithItsPublicHalf(String path) {
        client.generate("b", "ED25519");
        client.generate("a", "ECDSA_SHA256");
        importSymmetric("/keys/import", "c");

        Answer answer = client.get(path).expect(200);

        assertMembers(answer.json(), "keyInfos");
        assertThat(answer.at("/keyInfos").findValuesAsText("alias")).containsExactly("a", "b", "c");
        answer.at("/keyInfos").forEach(ResponseShapeTest::assertManagedKey);
        assertThat(answer.at("/keyInfos/0")).isEqualTo(client.keyInfo("a"));
    }

    @Test
    void list_noKeys_isAnEmptyArray() {
        assertThat(client.get("/keys").expect(200).text()).isEqualTo("{\"keyInfos\":[]}");
    }

    @Test
    void get_byAliasOrKid_answersTheSame() {
        String kid = client.generate("issuer:credential-signing", "ECDSA_SHA256")
                .get("kid")
                .textValue();

        Answer byAlias = client.get("/keys/issuer:credential-signing").expect(200);

        assertMembers(byAlias.json(), "keyInfo");
        assertManagedKey(byAlias.at("/keyInfo"));
        for (String path : List.of("/keys/" + kid, AT_PROVIDER + "/keys/" + kid)) {
            assertThat(client.get(path).expect(200).text()).isEqualTo(byAlias.text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys", AT_PROVIDER + "/keys"})
    void delete_key_isGoneOnce(String path) {
        client.generate("a", "ECDSA_SHA256");

        client.delete(path + "/a").expect(204);

        client.delete(path + "/a").expectError(404, "Key not found");
        client.get(path + "/a").expectError(404, "Key not found");
        client.generate("a", "ED25519");
    }

    @Test
    void signAndVerify_answer_whatTheContractWantsAndWhichVersionItWas() {
        String kid = client.generate("a", "ECDSA_SHA256").get("kid").textValue();

        Answer signed = client.sign(Json.object("alias", "a"), "AAAA").expect(201);
        Answer verified = client.verify(Json.object("alias", "a"), "AAAA", signed.textAt("/signature"))
                .expect(200);

        assertMembers(signed.json(), "signature", "kid", "signatureAlgorithm", "keyVersion");
        assertThat(signed.textAt("/kid")).isEqualTo(kid);
        assertThat(signed.textAt("/signatureAlgorithm")).isEqualTo("ECDSA_SHA256");
        assertThat(signed.at("/keyVersion").intValue()).isEqualTo(1);
        assertThat(signed.textAt("/signature")).matches("[A-Za-z0-9+/]{86}==");
        assertMembers(verified.json(), "isValid", "kid", "keyState");
        assertThat(verified.at("/isValid").booleanValue()).isTrue();
        assertThat(verified.textAt("/keyState")).isEqualTo("ACTIVE");
    }

    @Test
    void providers_answer_theContractsMembers() {
        Answer list = client.get("/providers").expect(200);

        assertMembers(list.json(), "providers");
        JsonNode provider = list.at("/providers/0");
        assertMembers(provider, "providerId", "type", "displayName", "ownership", "sharedFromPlatform", "isDefault");
        assertThat(provider.get("providerId").textValue()).isEqualTo(RunningKms.PROVIDER);
        assertThat(provider.get("type").textValue()).isEqualTo("SOFTWARE");
        assertThat(provider.get("isDefault").booleanValue()).isTrue();
        assertThat(client.get(AT_PROVIDER).expect(200).json()).isEqualTo(provider);
    }

    @Test
    void capabilities_answer_theContractsMembers() {
        JsonNode one = client.get(AT_PROVIDER + "/capabilities").expect(200).json();
        JsonNode capabilities = one.get("capabilities");

        assertMembers(one, "providerId", "capabilities");
        assertMembers(
                capabilities,
                ("providerId providerType storageTypes supportsKeyImport supportsKeyExport exposePrivateKeys operations"
                                + " supportedKeyTypes supportedCurves supportedCryptoAlgorithms supportedDigestAlgorithms"
                                + " signatureAlgorithms contentEncryptionAlgorithms supportsX509 supportsAttestation"
                                + " supportsHardwareBacking supportsPublicKeyResolution resolutionMethods")
                        .split(" "));
        assertThat(capabilities.get("providerType").textValue()).isEqualTo("software");
        assertThat(capabilities.get("exposePrivateKeys").booleanValue()).isFalse();
        assertThat(capabilities.get("supportedCurves"))
                .extracting(JsonNode::textValue)
                .contains("P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448", "X25519", "X448");
        assertThat(capabilities.get("operations"))
                .extracting(operation -> operation.get("operation").textValue())
                .doesNotHaveDuplicates()
                .contains("SIGN", "VERIFY", "GENERATE_KEY", "IMPORT_KEY", "DELETE_KEY", "ATTESTATION");
        for (String query : List.of("", "?includeDisabled=true", "?includeDisabled=false")) {
            JsonNode all = client.get("/capabilities" + query).expect(200).json();
            assertMembers(all, "providers");
            assertThat(all.at("/providers/0")).isEqualTo(one);
        }
        client.get("/capabilities?includeDisabled=perhaps").expectError(400, "includeDisabled");
    }

    @Test
    void resolvers_answer_theContractsMembers() {
        Answer list = client.get("/resolvers").expect(200);
        JsonNode resolver = list.at("/resolvers/0");

        assertMembers(list.json(), "resolvers");
        assertMembers(resolver, "resolverId", "supportedIdentifierMethods", "supportedKeyTypes");
        assertThat(resolver.get("resolverId").textValue()).isEqualTo("jose_cose_resolver");
        assertThat(client.get("/resolvers/jose_cose_resolver").expect(200).json())
                .isEqualTo(resolver);
        client.get("/resolvers/nobody").expectError(404, "Resolver");
        client.post("/resolvers/nobody/resolve", Json.object()).expectError(404, "Resolver");
    }

    @Test
    void resolve_keyOfTheTenantOrOfOthers_answersThePublicKey() {
        client.generate("a", "ECDSA_SHA256");
        JsonNode own = client.keyInfo("a");
        ObjectNode foreign = ForeignKeys.jwk("P-384");

        for (ObjectNode named :
                List.of(Json.object("alias", "a"), Json.object("kid", own.get("kid")), Json.object("kid", "a"))) {
            assertThat(resolve(Json.object("keyInfo", named)).expect(200).json())
                    .isEqualTo(own);
        }
        JsonNode shown = resolve(Json.object("keyInfo", Json.object("key", foreign)))
                .expect(200)
                .json();
        assertMembers(shown, "key", "keyVisibility", "keyType", "keyEncoding");
        assertThat(shown.get("key")).isEqualTo(Json.without(foreign, "d"));
        resolve(Json.object("keyInfo", Json.object("alias", "nobody"))).expectError(400, "nobody");
        resolve(Json.object("keyInfo", Json.object())).expectError(400, "keyInfo");
    }

    private static Answer resolve(ObjectNode body) {
        return client.post("/resolvers/jose_cose_resolver/resolve", body);
    }

    @Test
    void register_softwareProvider_isRefusedByCode() {
        assertThat(register(Json.object("providerId", RunningKms.PROVIDER, "alias", "x"))
                        .expect(400)
                        .textAt("/code"))
                .isEqualTo("KMS_EXTERNAL_KEY_UNSUPPORTED");
        assertThat(register(Json.object("providerId", "nobody", "alias", "x"))
                        .expect(404)
                        .textAt("/code"))
                .isEqualTo("KMS_PROVIDER_NOT_FOUND");
        assertThat(register(Json.object("alias", "x")).expect(400).textAt("/code"))
                .isEqualTo("KMS_LOGICAL_PROVIDER_ID_REQUIRED");
        register(Json.object("providerId", RunningKms.PROVIDER)).expectError(400, "alias");
    }

    private static Answer register(ObjectNode body) {
        return client.post("/keys/register", body);
    }

    @Test
    void unknownProvider_inPathOrFilter_isNotFound() {
        for (String path : List.of(
                "/providers/nobody",
                "/providers/nobody/keys",
                "/providers/nobody/keys/a",
                "/providers/nobody/capabilities",
                "/keys?providerId=nobody",
                "/keys/a?providerId=nobody")) {
            client.get(path).expectError(404, "Provider not found");
        }
        client.delete("/keys/a?providerId=nobody").expectError(404, "Provider not found");
        client.delete("/providers/nobody/keys/a").expectError(404, "Provider not found");
        for (String end : List.of("", "/generate")) {
            client.post("/providers/nobody/keys" + end, Json.object()).expectError(404, "Provider not found");
        }
        importSymmetric("/providers/nobody/keys", "a").expectError(404, "Provider not found");
        importSymmetric("/providers/nobody/keys/import", "a").expectError(404, "Provider not found");
    }

    @Test
    void method_notOfThePath_isRefusedWithThoseThatAre() {
        for (String method : List.of("PUT", "PATCH")) {
            Answer answer = client.send(method, "/keys/a", BodyPublishers.ofString("{}"));
            answer.expect(405);
            assertThat(answer.textAt("/code")).isEqualTo("METHOD_NOT_ALLOWED");
            assertThat(Arrays.stream(answer.header("Allow").orElseThrow().split(", *")))
                    .contains("GET", "DELETE")
                    .doesNotContain("PUT", "PATCH", "POST");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/nobody", "/keys/a/b", "/providers/x/y", "/signatures", "/signatures/raw"})
    void path_unknown_isNotFound(String path) {
        assertThat(client.get(path).expect(404).textAt("/code")).isEqualTo("NOT_FOUND");
    }
}
