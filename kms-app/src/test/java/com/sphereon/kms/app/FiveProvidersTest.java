package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One KMS with a provider of each type, the remote ones registered while it runs, and tenants that use them. */
class FiveProvidersTest {
    private static final String PAYLOAD = "{\"sub\":\"someone\"}";
    private static final String SEAL = "GX0112==/seal-1";
    private static final String OTHER_SEAL = "GX0112==/seal-2";

    private static TestIssuer issuer;
    private static RunningKms kms;
    private static KmsClient admin;
    private static KmsClient acme;
    private static KmsClient stranger;
    private static final Map<String, RemoteProvider> PROVIDERS = new TreeMap<>();

    /** A key of the tenant at each provider, all of them different. */
    enum Held {
        SOFTWARE(RunningKms.PROVIDER, "at:software", "ES256K", "ES256K", "SHA-256", "secp256k1"),
        AWS("aws", "at:aws", "ECDSA_SHA384", "ES384", "SHA-384", "P-384"),
        AZURE("azure", "at:azure", "RSA_SSA_PSS_SHA256_MGF1", "PS256", "SHA-256", "RSA"),
        CSC("csc", SEAL, "ECDSA_SHA256", "ES256", "SHA-256", "P-256"),
        REST("rest", "at:rest", "ECDSA_SHA512", "ES512", "SHA-512", "P-521");

        private final String provider;
        private final String alias;
        private final String algorithm;
        private final String jose;
        private final String digest;
        private final String kind;

        Held(String provider, String alias, String algorithm, String jose, String digest, String kind) {
            this.provider = provider;
            this.alias = alias;
            this.algorithm = algorithm;
            this.jose = jose;
            this.digest = digest;
            this.kind = kind;
        }

        private void make() {
            if (this == CSC) {
                PROVIDERS.get(provider).register(acme, alias);
            } else {
                acme.post("/providers/" + provider + "/keys", Json.object("alias", alias, "alg", algorithm))
                        .expect(201);
            }
        }

        private ObjectNode named() {
            return Json.object("alias", alias);
        }

        private byte[] message(String payload) {
            return IndependentVerifier.signingInput(jose, payload);
        }

        private byte[] hash(byte[] message) {
            try {
                return MessageDigest.getInstance(digest).digest(message);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        issuer = TestIssuer.start();
        kms = RunningKms.start(folder.resolve("data"), issuer.settings());
        admin = kms.client().with(issuer.token("operations", "platform-admin"));
        acme = kms.client().with(issuer.token("acme", "service", "tenant-admin"));
        stranger = kms.client().with(issuer.token("umbrella", "service", "tenant-admin"));
        RemoteProvider.startFour(folder).forEach(provider -> PROVIDERS.put(provider.id(), provider));
        for (RemoteProvider provider : PROVIDERS.values()) {
            ObjectNode body = provider.id().equals("csc")
                    ? provider.body("tenant-credentials", "acme=%s, acme=%s".formatted(SEAL, OTHER_SEAL))
                    : provider.body();
            if (provider.id().equals("aws")) {
                body.remove("sharedWithAll");
                body.putArray("sharedWith").add("acme");
            }
            admin.post("/providers", body).expect(201);
        }
        List.of(Held.values()).forEach(Held::make);
    }

    @AfterAll
    static void stop() {
        kms.close();
        PROVIDERS.values().forEach(RemoteProvider::close);
        issuer.close();
    }

    private static int requests() {
        return PROVIDERS.values().stream()
                .mapToInt(provider -> provider.backend().server().requestsReceived())
                .sum();
    }

    /** The public key of that id among those that are served to verifiers. */
    private static JsonNode served(String kid) {
        for (JsonNode jwk : acme.get("/jwks").expect(200).at("/keys")) {
            if (jwk.path("kid").asText().equals(kid)) {
                return jwk;
            }
        }
        throw new AssertionError("not served: " + kid);
    }

    private static String kid(Held key) {
        return acme.keyInfo(Uris.segment(key.alias)).get("kid").textValue();
    }

    private static byte[] broken(byte[] signature) {
        byte[] broken = signature.clone();
        broken[broken.length - 1] ^= 1;
        return broken;
    }

    private static ObjectNode ofDigest(ObjectNode keyInfo) {
        return Json.with(keyInfo, "opts", Json.object("inputType", "DIGEST"));
    }

    @ParameterizedTest
    @EnumSource
    void key_madeAtAProvider_isThere(Held key) {
        JsonNode info = acme.keyInfo(Uris.segment(key.alias));

        assertThat(info.get("providerId").textValue()).isEqualTo(key.provider);
        assertThat(info.get("signatureAlgorithm").textValue()).isEqualTo(key.algorithm);
    }

    @ParameterizedTest
    @EnumSource
    void sign_message_verifiesWithAnotherLibrary(Held key) {
        byte[] message = key.message(PAYLOAD);

        assertIsSignature(key, message, acme.sign(key.named(), message));
    }

    @ParameterizedTest
    @EnumSource
    void sign_digest_verifiesWithAnotherLibrary(Held key) {
        byte[] message = key.message(PAYLOAD);
        byte[] hash = key.hash(message);

        byte[] signature = acme.sign(ofDigest(key.named()), hash);

        assertIsSignature(key, message, signature);
        assertThat(acme.isValid(ofDigest(key.named()), hash, signature)).isTrue();
        assertThat(acme.isValid(ofDigest(key.named()), hash, broken(signature))).isFalse();
        assertThat(acme.isValid(ofDigest(key.named()), key.hash(hash), signature))
                .isFalse();
        assertThat(acme.isValid(key.named(), hash, signature)).isFalse();
    }

    private static void assertIsSignature(Held key, byte[] message, byte[] signature) {
        JsonNode jwk = served(kid(key));
        byte[] otherMessage = key.message("{\"sub\":\"another\"}");
        ObjectNode otherKey = Json.without(ForeignKeys.jwk(key.kind), "d", "p", "q", "dp", "dq", "qi");

        assertThat(IndependentVerifier.verifies(jwk, message, signature)).isTrue();
        assertThat(IndependentVerifier.verifies(jwk, otherMessage, signature)).isFalse();
        assertThat(IndependentVerifier.verifies(jwk, message, broken(signature)))
                .isFalse();
        assertThat(IndependentVerifier.verifies(otherKey, message, signature)).isFalse();

        assertThat(acme.isValid(key.named(), message, signature)).isTrue();
        assertThat(acme.isValid(key.named(), otherMessage, signature)).isFalse();
        assertThat(acme.isValid(key.named(), message, broken(signature))).isFalse();
        ObjectNode inline = Json.object("key", otherKey, "signatureAlgorithm", key.algorithm);
        assertThat(acme.isValid(inline, message, signature)).isFalse();
    }

    /** A signature, and the version that made it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Signed(String provider, String kid, byte[] signature) {}

    @Test
    void rotate_dutyFromSoftwareOverAwsToAzure_everyOldSignatureVerifies() {
        String duty = "issuer:credential-signing";
        byte[] message = IndependentVerifier.signingInput("ES256", PAYLOAD);
        acme.generate(duty, "ECDSA_SHA256");
        List<Signed> made = new ArrayList<>(List.of(signed(duty, message)));
        for (String target : List.of("aws", "azure")) {
            Answer rotated = acme.post("/keys/" + duty + "/rotations", Json.object("targetProviderId", target))
                    .expect(201);
            assertThat(rotated.textAt("/rotation/phase")).isEqualTo("COMPLETED");
            made.add(signed(duty, message));
        }

        assertThat(made).extracting(Signed::provider).containsExactly(RunningKms.PROVIDER, "aws", "azure");
        assertThat(made).extracting(Signed::kid).doesNotHaveDuplicates();
        assertThat(acme.aliases()).containsOnlyOnce(duty);
        // also while the provider is away that made it
        PROVIDERS.get("aws").backend().server().inject(Fault.SERVER_ERROR, FaultyBackend.ALWAYS);
        try {
            made.forEach(one -> assertStillVerifies(one, made, message));
        } finally {
            PROVIDERS.get("aws").backend().server().heal();
        }
        acme.sign(Json.object("kid", made.getFirst().kid()), Json.base64(message))
                .expect(409);
        acme.sign(Json.object("kid", made.get(1).kid()), Json.base64(message)).expect(409);
    }

    private static Signed signed(String alias, byte[] message) {
        JsonNode info = acme.keyInfo(alias);
        return new Signed(
                info.get("providerId").textValue(),
                info.get("kid").textValue(),
                acme.sign(Json.object("alias", alias), message));
    }

    private static void assertStillVerifies(Signed one, List<Signed> all, byte[] message) {
        ObjectNode key = Json.object("kid", one.kid());
        JsonNode jwk = served(one.kid());
        byte[] otherMessage = IndependentVerifier.signingInput("ES256", "{}");

        assertThat(acme.isValid(key, message, one.signature())).isTrue();
        assertThat(acme.isValid(key, otherMessage, one.signature())).isFalse();
        assertThat(acme.isValid(key, message, broken(one.signature()))).isFalse();
        assertThat(IndependentVerifier.verifies(jwk, message, one.signature())).isTrue();
        assertThat(IndependentVerifier.verifies(jwk, otherMessage, one.signature()))
                .isFalse();
        assertThat(IndependentVerifier.verifies(jwk, message, broken(one.signature())))
                .isFalse();
        for (Signed other : all) {
            if (!other.kid().equals(one.kid())) {
                assertThat(acme.isValid(key, message, other.signature())).isFalse();
                assertThat(IndependentVerifier.verifies(jwk, message, other.signature()))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void key_ofAnotherTenant_isNotThere(Held key) {
        int before = requests();
        String kid = kid(key);
        byte[] message = key.message(PAYLOAD);

        assertThat(stranger.aliases()).isEmpty();
        assertThat(stranger.get("/jwks").expect(200).at("/keys")).isEmpty();
        for (String name : List.of(key.alias, kid)) {
            String path = "/keys/" + Uris.segment(name);
            stranger.get(path).expect(404);
            stranger.get(path + "/versions").expect(404);
            stranger.get(path + "/jwks").expect(404);
            stranger.get("/providers/" + key.provider + path).expect(404);
            stranger.post(path + "/rotations", Json.object("targetProviderId", RunningKms.PROVIDER))
                    .expect(404);
            stranger.delete(path).expect(404);
        }
        for (ObjectNode named : List.of(key.named(), Json.object("kid", kid))) {
            stranger.sign(named, Json.base64(message)).expectError(400, "no key found");
            stranger.verify(named, Json.base64(message), Json.base64(message)).expectError(400, "no key found");
        }
        assertThat(requests()).as("calls at providers").isEqualTo(before);
    }

    @Test
    void provider_sharedWithAnotherTenant_isNotThere() {
        assertThat(stranger.get("/providers").expect(200).at("/providers").findValuesAsText("providerId"))
                .containsExactlyInAnyOrder("azure", "csc", "rest", RunningKms.PROVIDER);
        int before = requests();

        stranger.get("/providers/aws").expect(404);
        stranger.get("/providers/aws/capabilities").expect(404);
        stranger.post("/providers/aws/keys", Json.object("alias", "mine")).expect(404);
        stranger.post("/keys", Json.object("alias", "mine", "providerId", "aws"))
                .expectError(400, "providerId 'aws' is unknown");

        assertThat(requests()).as("calls at providers").isEqualTo(before);
    }

    @Test
    void register_credentialOfAnotherTenant_isNotFound() {
        for (String credential : List.of(SEAL, OTHER_SEAL, "GX0112==/seal-3", "no-such-thing")) {
            stranger.post("/keys/register", Json.object("providerId", "csc", "alias", credential))
                    .expectError(404, "Provider csc has no key '%s'".formatted(credential));
        }
        assertThat(stranger.aliases()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure", "csc", "rest"})
    void remove_providerWithLiveKeys_isRefusedWithTheirNumber(String like) {
        RemoteProvider second =
                new RemoteProvider(like + "-2", PROVIDERS.get(like).backend());
        boolean registered = !second.backend().keysToRegister().isEmpty();
        admin.post("/providers", second.body()).expect(201);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            keys.add(
                    registered
                            ? second.register(
                                    acme, second.backend().keysToRegister().get(i + 1))
                            : second.newKey(acme, "%s:%d".formatted(second.id(), i)));
        }

        second.remove(admin).expectError(409, "holds 2 live keys;");
        acme.sign(Json.object("alias", keys.getFirst()), "AAAA").expect(201);
        acme.delete("/keys/" + Uris.segment(keys.getFirst())).expect(204);
        second.remove(admin).expectError(409, "holds 1 live key;");
        acme.sign(Json.object("alias", keys.getLast()), "AAAA").expect(201);
        acme.delete("/keys/" + Uris.segment(keys.getLast())).expect(204);
        second.remove(admin).expect(204);
        acme.get(second.path()).expect(404);
        acme.sign(Held.valueOf(like.toUpperCase(Locale.ROOT)).named(), "AAAA").expect(201);
    }
}
