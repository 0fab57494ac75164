package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.database.TestDatabases;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A tenant cannot tell another's key from one that does not exist, whatever it asks and wherever keys are kept. */
class IsolationTest {
    private static final byte[] MESSAGE = Json.utf8("message");
    private static final String ALIAS = "theirs:credential-signing";
    /** As long as the other names, so that not even the length of an answer differs. */
    private static final String NO_ALIAS = "nobody:credential-signing";

    private static final String NO_KID = "x".repeat(43);
    private static final String PROVIDERS = "/providers/" + RunningKms.PROVIDER;

    /** What a route that takes the name of a key is asked with it. */
    private static final Map<String, List<Request>> BY_NAME = new TreeMap<>(Map.of(
            "GET /keys/{aliasOrKid}",
            List.of(new Request("GET", "/keys/%s", name -> null)),
            "DELETE /keys/{aliasOrKid}",
            List.of(new Request("DELETE", "/keys/%s", name -> null)),
            "GET /providers/{providerId}/keys/{aliasOrKid}",
            List.of(new Request("GET", PROVIDERS + "/keys/%s", name -> null)),
            "DELETE /providers/{providerId}/keys/{aliasOrKid}",
            List.of(new Request("DELETE", PROVIDERS + "/keys/%s", name -> null)),
            "POST /signatures/raw/create",
            List.of(
                    new Request("POST", "/signatures/raw/create", name -> signing(Json.object("alias", name))),
                    new Request("POST", "/signatures/raw/create", name -> signing(Json.object("kid", name))),
                    new Request(
                            "POST",
                            "/signatures/raw/create",
                            name -> signing(Json.object("alias", name, "providerId", RunningKms.PROVIDER)))),
            "POST /signatures/raw/verify",
            List.of(
                    new Request("POST", "/signatures/raw/verify", name -> verifying(Json.object("alias", name))),
                    new Request("POST", "/signatures/raw/verify", name -> verifying(Json.object("kid", name)))),
            "POST /resolvers/{resolverId}/resolve",
            List.of(
                    new Request("POST", "/resolvers/jose_cose_resolver/resolve", name -> resolving("alias", name)),
                    new Request("POST", "/resolvers/jose_cose_resolver/resolve", name -> resolving("kid", name)))));

    static {
        BY_NAME.putAll(lifecycle());
        BY_NAME.putAll(encryption());
    }

    private static Map<String, List<Request>> lifecycle() {
        String key = "/keys/{aliasOrKid}";
        ObjectNode policy = Json.object("interval", "P30D");
        Map<String, List<Request>> requests = new TreeMap<>(Map.of(
                "GET " + key + "/versions",
                List.of(new Request("GET", "/keys/%s/versions", name -> null)),
                "GET " + key + "/jwks",
                List.of(new Request("GET", "/keys/%s/jwks", name -> null)),
                "POST " + key + "/state",
                List.of(new Request("POST", "/keys/%s/state", name -> Json.object("state", "SUSPENDED"))),
                "DELETE " + key + "/destruction",
                List.of(new Request("DELETE", "/keys/%s/destruction", name -> null)),
                "GET " + key + "/rotations",
                List.of(new Request("GET", "/keys/%s/rotations", name -> null)),
                "POST " + key + "/rotations",
                List.of(
                        new Request("POST", "/keys/%s/rotations", name -> Json.object()),
                        new Request("POST", "/keys/%s/rotations?preview=true", name -> Json.object())),
                "GET " + key + "/rotations/{rotationId}",
                List.of(new Request("GET", "/keys/%s/rotations/" + UUID.randomUUID(), name -> null)),
                "DELETE " + key + "/rotations/{rotationId}",
                List.of(new Request("DELETE", "/keys/%s/rotations/" + UUID.randomUUID(), name -> null)),
                "GET " + key + "/rotation-policy",
                List.of(new Request("GET", "/keys/%s/rotation-policy", name -> null)),
                "PUT " + key + "/rotation-policy",
                List.of(new Request("PUT", "/keys/%s/rotation-policy", name -> policy))));
        requests.put(
                "DELETE " + key + "/rotation-policy",
                List.of(new Request("DELETE", "/keys/%s/rotation-policy", name -> null)));
        return requests;
    }

    private static Map<String, List<Request>> encryption() {
        String block = Json.base64(new byte[16]);
        ObjectNode content = Json.object(
                "plaintext", block, "ciphertext", block, "iv", block, "authTag", block, "algorithm", "A256GCM");
        ObjectNode key = Json.object("keyToWrap", block, "wrappedKey", block, "algorithm", "A256KW");
        ObjectNode agreement = Json.object("algorithm", "ECDH_ES");
        return Map.of(
                "POST /encryption/encrypt",
                named("/encryption/encrypt", content, "keyInfo"),
                "POST /encryption/decrypt",
                named("/encryption/decrypt", content, "keyInfo"),
                "POST /encryption/wrap",
                named("/encryption/wrap", key, "wrappingKeyInfo"),
                "POST /encryption/unwrap",
                named("/encryption/unwrap", key, "unwrappingKeyInfo"),
                "POST /encryption/key-agreement",
                named("/encryption/key-agreement", agreement, "privateKeyInfo", "publicKeyInfo"));
    }

    /** By alias and by kid, in each of the members. */
    private static List<Request> named(String path, ObjectNode body, String... members) {
        return Stream.of("alias", "kid")
                .map(kind -> new Request("POST", path, name -> {
                    ObjectNode request = body.deepCopy();
                    Stream.of(members).forEach(member -> request.set(member, Json.object(kind, name)));
                    return request;
                }))
                .toList();
    }

    /** Routes that make a key, tried with the name of the other tenant's key, and those that know no keys. */
    private static final Set<String> OTHERS = Set.of(
            "GET /keys",
            "POST /keys",
            "POST /keys/generate",
            "POST /keys/import",
            "POST /keys/register",
            "GET /providers",
            "POST /providers",
            "GET /providers/{providerId}",
            "PUT /providers/{providerId}",
            "DELETE /providers/{providerId}",
            "GET /providers/{providerId}/configuration",
            "POST /providers/{providerId}/validate",
            "GET /providers/{providerId}/keys",
            "POST /providers/{providerId}/keys",
            "POST /providers/{providerId}/keys/generate",
            "POST /providers/{providerId}/keys/import",
            "GET /providers/{providerId}/capabilities",
            "GET /capabilities",
            "POST /providers/query",
            "POST /providers/query/best",
            "GET /jwks",
            "GET /signing-keys",
            "GET /signing-keys/{service}/{purpose}",
            "PUT /signing-keys/{service}/{purpose}",
            "DELETE /signing-keys/{service}/{purpose}",
            "GET /provider-integrations",
            "POST /provider-integrations",
            "GET /provider-integrations/{id}",
            "PUT /provider-integrations/{id}",
            "DELETE /provider-integrations/{id}",
            "GET /audit/events",
            "GET /audit/events/{index}",
            "GET /audit/status",
            "GET /audit/checkpoint",
            "GET /audit/checkpoints",
            "GET /audit/proofs/inclusion",
            "GET /audit/proofs/consistency",
            "GET /resolvers",
            "GET /resolvers/{resolverId}");

    private record Request(String method, String path, Function<String, ObjectNode> body) {
        Answer send(KmsClient client, String name) {
            String target = path.formatted(name);
            return switch (method) {
                case "GET" -> client.get(target);
                case "DELETE" -> client.send("DELETE", target, BodyPublishers.noBody(), "If-Match", "*");
                case "PUT" ->
                    client.send(
                            "PUT",
                            target,
                            BodyPublishers.ofString(body.apply(name).toString()));
                default -> client.post(target, body.apply(name));
            };
        }
    }

    private static ObjectNode signing(ObjectNode keyInfo) {
        return Json.object("keyInfo", keyInfo, "input", Json.base64(MESSAGE));
    }

    private static ObjectNode verifying(ObjectNode keyInfo) {
        return Json.object("keyInfo", keyInfo, "input", Json.base64(MESSAGE), "signature", Json.base64(new byte[64]));
    }

    private static ObjectNode resolving(String member, String name) {
        return Json.object("keyInfo", Json.object(member, name));
    }

    @Test
    void routes_all_areInOneOfTheLists() {
        Set<String> known = new TreeSet<>(OTHERS);
        known.addAll(BY_NAME.keySet());

        assertThat(PublishedApi.operations())
                .filteredOn(operation -> !operation.contains(" //"))
                .containsExactlyElementsOf(known);
    }

    @Nested
    class Embedded extends Rules {
        @Override
        Map<String, String> database(Path folder) {
            return Map.of();
        }
    }

    @Nested
    class Postgresql extends Rules {
        private final TestDatabase database = TestDatabase.create(TestDatabases.postgresql());

        @Override
        Map<String, String> database(Path folder) {
            return database.settings(folder);
        }

        @Override
        Set<String> schemas() {
            return database.schemas();
        }
    }

    /** The rules, over one database. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Rules {
        /** Values of the tenant claim that name no tenant. */
        static final List<Object> NO_TENANTS = List.of(
                "a\";drop schema tenant_theirs cascade;--",
                "a';drop schema tenant_theirs cascade;--",
                "../theirs",
                "theirs/../ours",
                "x".repeat(300),
                "THEIRS",
                "Theirs",
                "the\u0456rs",
                "\uff54heirs",
                "theirs\u0000",
                " theirs",
                "theirs ",
                "theirs\n",
                "-theirs",
                "the--irs",
                "the_irs",
                "tenant_theirs",
                "%74heirs",
                "",
                "*",
                "public; --",
                7,
                true,
                List.of("theirs"),
                Map.of("id", "theirs"));

        private TestIssuer issuer;
        private RunningKms kms;
        private KmsClient theirs;
        private KmsClient ours;
        private JsonNode their;

        abstract Map<String, String> database(Path folder);

        /** What a wrong tenant must not add to. */
        Set<String> schemas() {
            return Set.of();
        }

        @BeforeAll
        void start(@TempDir Path folder) {
            issuer = TestIssuer.start();
            Map<String, String> settings = new HashMap<>(issuer.settings());
            settings.putAll(database(folder));
            kms = RunningKms.start(folder.resolve("data"), settings);
            theirs = client("theirs");
            ours = client("ours");
            their = theirs.generate(ALIAS, "ECDSA_SHA256");
        }

        @AfterAll
        void stop() {
            kms.close();
            issuer.close();
        }

        private KmsClient client(Object tenant) {
            return kms.client().with(issuer.token(tenant, "service", "tenant-admin"));
        }

        private static Stream<Request> requests() {
            return BY_NAME.values().stream().flatMap(List::stream);
        }

        @Test
        void name_ofAStranger_isAnsweredLikeOneThatDoesNotExist() {
            requests().forEach(request -> {
                assertSame(request, ALIAS, NO_ALIAS);
                assertSame(request, their.get("kid").textValue(), NO_KID);
            });
            theirs.get("/keys/" + ALIAS).expect(200);
        }

        private void assertSame(Request request, String foreign, String unknown) {
            Answer toForeign = request.send(ours, foreign);
            Answer toUnknown = request.send(ours, unknown);
            assertThat(toForeign.status())
                    .as("%s", request)
                    .isEqualTo(toUnknown.status())
                    .isIn(400, 404);
            assertThat(toForeign.text()).isEqualTo(toUnknown.text().replace(unknown, foreign));
            assertThat(shape(toForeign)).isEqualTo(shape(toUnknown));
        }

        /** Headers without what is another in every answer. */
        private static Map<String, List<String>> shape(Answer answer) {
            Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
            headers.keySet().removeAll(Set.of("x-correlation-id", "date", "content-length"));
            return headers;
        }

        @Test
        void names_ofAStranger_areFreeAndStayTheirs() {
            KmsClient third = client("third");
            third.generate(ALIAS, "ECDSA_SHA256");
            JsonNode imported = third.importKey("imported", ForeignKeys.jwk("P-256"));
            KmsClient fourth = client("fourth");
            JsonNode same = fourth.importKey("imported", ForeignKeys.jwk("P-256"));

            assertThat(same.get("kid")).isEqualTo(imported.get("kid"));
            third.delete("/keys/imported").expect(204);
            fourth.keyInfo("imported");
            byte[] signature = third.sign(Json.object("alias", ALIAS), MESSAGE);
            assertThat(theirs.isValid(Json.object("alias", ALIAS), MESSAGE, signature))
                    .isFalse();
            third.delete("/keys/" + ALIAS).expect(204);
            theirs.sign(Json.object("alias", ALIAS), MESSAGE);
        }

        @Test
        void lists_ofTwoTenants_neverMix() {
            KmsClient one = client("one");
            KmsClient two = client("two");
            for (int i = 0; i < 5; i++) {
                one.generate("one-" + i, "ED25519");
                two.generate("two-" + i, "ED25519");
            }
            for (String path : List.of("/keys", PROVIDERS + "/keys", "/keys?providerId=" + RunningKms.PROVIDER)) {
                assertThat(one.get(path).at("/keyInfos").findValuesAsText("alias"))
                        .hasSize(5)
                        .allMatch(alias -> alias.startsWith("one-"));
                assertThat(two.get(path).at("/keyInfos").findValuesAsText("alias"))
                        .hasSize(5)
                        .allMatch(alias -> alias.startsWith("two-"));
            }
        }

        @ParameterizedTest
        @FieldSource("NO_TENANTS")
        void tenant_thatIsNone_isRefusedAndLeavesNothing(Object tenant) {
            Set<String> before = schemas();
            KmsClient client = client(tenant);

            assertThat(client.get("/keys").status()).isIn(401, 403);
            assertThat(client.post("/keys", Json.object("alias", "a", "alg", "ED25519"))
                            .status())
                    .isIn(401, 403);
            assertThat(client.sign(Json.object("alias", ALIAS), "AAAA").status())
                    .isIn(401, 403);
            assertThat(schemas()).isEqualTo(before);
        }
    }
}
