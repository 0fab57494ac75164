package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.AuditOperation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation leaves its events, in canonical JSON and without secrets. */
class AuditedOperationsTest {
    private static final String DUTY = "issuer:credential-signing";
    private static final String SIGNING_KEY = "/signing-keys/issuer/credential-signing";
    private static final ObjectNode KEY = Json.object("alias", "key");
    private static final String CANARY = "dGhlIGNhbmFyeSdzIG93biBtZXNzYWdl";
    private static final String SECRET = "dGhlIGNhbmFyeSdzIG93biBzZWNyZXQu";
    private static final String TENANT = "acme";

    /** What was done, which events that left, and which it should have left. */
    private record Deed(String what, List<String> events, List<String> expected) {}

    private static final List<Deed> deeds = new ArrayList<>();
    private static final Set<String> secrets = new HashSet<>();
    private static TestIssuer issuer;
    private static Path data;
    private static RunningKms kms;
    private static KmsClient client;
    private static AuditView log;

    @BeforeAll
    static void doEverything(@TempDir Path folder) throws IOException {
        issuer = TestIssuer.start();
        data = folder.resolve("data");
        start();
        doCreate();
        doUse();
        doEncrypt();
        doChangeStates();
        doRotate();
        doAdminister();
        doAdministerProviders();
        doWithoutRight();
        client.get("/audit/checkpoint").expect(200);
        doDestroy();
        doRecover();
        log = AuditView.of(client);
    }

    @AfterAll
    static void stop() {
        kms.close();
        issuer.close();
    }

    private static void start() {
        Map<String, String> settings = new HashMap<>(issuer.settings());
        settings.put("kms.lifecycle.check-interval", "PT1S");
        kms = RunningKms.start(data, settings);
        client = as("service", "tenant-admin", "auditor");
    }

    private static KmsClient as(String... roles) {
        String token = issuer.token(TENANT, roles);
        secrets.add(token);
        secrets.add(token.substring(token.lastIndexOf('.') + 1));
        return kms.client().with(token);
    }

    private static int size() {
        return client.get("/audit/status").expect(200).at("/size").intValue();
    }

    private static Answer did(String what, Supplier<Answer> call, int status, String... events) {
        int before = size();
        Answer answer = call.get().expect(status);
        deeds.add(new Deed(what, story(before), List.of(events)));
        return answer;
    }

    /** Without checkpoints and their key, which are made whenever it is time. */
    private static List<String> story(int begin) {
        return AuditView.of(client).events().stream()
                .skip(begin)
                .filter(event -> !event.path("alias").asText().equals("audit:audit-checkpoint"))
                .map(event -> event.get("operation").textValue() + " "
                        + event.get("outcome").textValue())
                .toList();
    }

    private static Answer send(KmsClient who, String method, String path, ObjectNode body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/json"));
        return who.send(method, path, BodyPublishers.ofString(body.toString()), all.toArray(String[]::new));
    }

    private static Answer importKey(String alias, ObjectNode jwk) {
        for (String member : List.of("d", "k")) {
            if (jwk.has(member)) {
                secrets.add(jwk.get(member).textValue());
                secrets.add(Json.base64(
                        java.util.Base64.getUrlDecoder().decode(jwk.get(member).textValue())));
            }
        }
        return client.post("/keys/import", Json.object("keyInfo", Json.object("alias", alias, "key", jwk)));
    }

    private static Answer register(KmsClient who) {
        return who.post("/keys/register", Json.object("providerId", RunningKms.PROVIDER, "alias", "x"));
    }

    private static Answer state(KmsClient who, String alias, String state) {
        return who.post("/keys/" + alias + "/state", Json.object("state", state));
    }

    private static void doCreate() {
        ObjectNode wish = Json.object("alias", "key", "alg", "ED25519");
        did("generate", () -> client.post("/keys", wish), 201, "key.generate started", "key.generate succeeded");
        did("generate again", () -> client.post("/keys", wish), 409, "key.generate started", "key.generate refused");
        did(
                "import",
                () -> importKey("imported", ForeignKeys.jwk("P-256")),
                201,
                "key.import started",
                "key.import succeeded");
        did(
                "import a secret",
                () -> importKey("mac", Json.with(ForeignKeys.symmetric(32), "alg", "HS256")),
                201,
                "key.import started",
                "key.import succeeded");
        did(
                "import again",
                () -> importKey("imported", ForeignKeys.otherJwk("P-256")),
                409,
                "key.import started",
                "key.import refused");
        did("register", () -> register(client), 400, "key.register started", "key.register refused");
        did("delete", () -> client.delete("/keys/imported"), 204, "key.delete started", "key.delete succeeded");
        did("delete again", () -> client.delete("/keys/imported"), 404, "key.delete started", "key.delete refused");
    }

    private static void doUse() {
        Answer signed = did("sign", () -> client.sign(KEY, CANARY), 201, "key.sign succeeded");
        secrets.add(CANARY);
        secrets.add(signed.textAt("/signature"));
        did("sign with a MAC", () -> client.sign(Json.object("alias", "mac"), CANARY), 201, "key.sign succeeded");
        did("sign with nothing", () -> client.sign(Json.object("alias", "nobody"), CANARY), 400, "key.sign refused");
        did("verify", () -> client.verify(KEY, CANARY, signed.textAt("/signature")), 200, "key.verify succeeded");
        did("verify what is wrong", () -> client.verify(KEY, CANARY, "AAAA"), 200, "key.verify succeeded");
        did(
                "verify with nothing",
                () -> client.verify(Json.object("alias", "nobody"), CANARY, "AAAA"),
                400,
                "key.verify refused");
        did(
                "sign for a duty the first time",
                () -> client.sign(Json.object("alias", DUTY), CANARY),
                201,
                "key.provision started",
                "key.provision succeeded",
                "key.sign succeeded");
    }

    private static void doEncrypt() {
        importKey("seal", Json.with(ForeignKeys.symmetric(32), "use", "enc"));
        client.post("/keys", Json.object("alias", "pair", "alg", "ECKA_DH_SHA256"))
                .expect(201);
        secrets.add(SECRET);
        secrets.add(Json.base64Url(MerkleProofs.sha256(Json.bytes(SECRET))));
        EncryptionCalls calls = new EncryptionCalls(client);
        JsonNode sealed = did("encrypt", () -> calls.encrypt("seal", SECRET), 200, "key.encrypt succeeded")
                .json();
        did("decrypt", () -> calls.decrypt("seal", sealed), 200, "key.decrypt succeeded");
        Answer wrapped = did("wrap", () -> calls.wrap("seal", SECRET), 200, "key.wrap succeeded");
        did("unwrap", () -> calls.unwrap("seal", wrapped.textAt("/wrappedKey")), 200, "key.unwrap succeeded");
        did("unwrap what is wrong", () -> calls.unwrap("seal", CANARY), 400, "key.unwrap refused");
        secrets.add(did("agree", () -> calls.agree("pair", "pair"), 200, "key.agree succeeded")
                .textAt("/sharedSecret"));
        did("agree with nobody", () -> calls.agree("pair", "nobody"), 400, "key.agree refused");
        did("encrypt to sign", () -> calls.encrypt("mac", SECRET), 400, "key.encrypt refused");
        did(
                "encrypt without right",
                () -> new EncryptionCalls(as("auditor")).encrypt("seal", SECRET),
                403,
                "key.encrypt refused");
        did(
                "decrypt without right",
                () -> new EncryptionCalls(as("tenant-admin")).decrypt("seal", sealed),
                403,
                "key.decrypt refused");
    }

    private static void doChangeStates() {
        client.generate("states", "ED25519");
        did("suspend", () -> state(client, "states", "SUSPENDED"), 200, "key.suspend started", "key.suspend succeeded");
        did("sign when suspended", () -> client.sign(Json.object("alias", "states"), CANARY), 409, "key.sign refused");
        did("activate", () -> state(client, "states", "ACTIVE"), 200, "key.activate started", "key.activate succeeded");
        did("activate what is active", () -> state(client, "states", "PRE_ACTIVE"), 400);
        did(
                "deactivate",
                () -> state(client, "states", "DEACTIVATED"),
                200,
                "key.deactivate started",
                "key.deactivate succeeded");
        did(
                "activate again",
                () -> state(client, "states", "ACTIVE"),
                409,
                "key.activate started",
                "key.activate refused");
        did(
                "schedule the destruction",
                () -> state(client, "states", "DESTROYED"),
                200,
                "key.schedule-destruction started",
                "key.schedule-destruction succeeded");
        did(
                "cancel the destruction",
                () -> client.delete("/keys/states/destruction"),
                200,
                "key.cancel-destruction started",
                "key.cancel-destruction succeeded");
        client.generate("bad", "ED25519");
        did(
                "compromise",
                () -> state(client, "bad", "COMPROMISED"),
                200,
                "key.compromise started",
                "key.compromise succeeded");
    }

    private static void doRotate() {
        did(
                "rotate",
                () -> client.post("/keys/key/rotations", Json.object()),
                201,
                "key.rotate started",
                "rotation.publish started",
                "rotation.publish succeeded",
                "rotation.activate started",
                "rotation.activate succeeded",
                "key.rotate succeeded");
        Answer planned = did(
                "rotate later",
                () -> client.post("/keys/key/rotations", Json.object("publishBefore", "P2D")),
                201,
                "key.rotate started",
                "rotation.publish started",
                "rotation.publish succeeded",
                "key.rotate succeeded");
        String id = planned.textAt("/rotation/rotationId");
        did(
                "cancel the rotation",
                () -> client.delete("/keys/key/rotations/" + id),
                204,
                "rotation.cancel started",
                "rotation.cancel succeeded");
        did(
                "rotate what is not there",
                () -> client.post("/keys/nobody/rotations", Json.object()),
                404,
                "key.rotate started",
                "key.rotate refused");
        did(
                "set a policy",
                () -> send(client, "PUT", "/keys/key/rotation-policy", Json.object("interval", "P30D")),
                200,
                "rotation-policy.set started",
                "rotation-policy.set succeeded");
        did(
                "delete the policy",
                () -> client.send("DELETE", "/keys/key/rotation-policy", BodyPublishers.noBody(), "If-Match", "*"),
                204,
                "rotation-policy.delete started",
                "rotation-policy.delete succeeded");
    }

    private static void doAdminister() {
        did(
                "set a signing key",
                () -> send(client, "PUT", SIGNING_KEY, Json.object("alias", "key"), "If-Match", "*"),
                200,
                "signing-key.set started",
                "signing-key.set succeeded");
        did(
                "set one that is not there",
                () -> send(client, "PUT", SIGNING_KEY, Json.object("alias", "nobody"), "If-Match", "*"),
                400,
                "signing-key.set started",
                "signing-key.set refused");
        did(
                "reset it",
                () -> client.send("DELETE", SIGNING_KEY, BodyPublishers.noBody(), "If-Match", "*"),
                204,
                "signing-key.reset started",
                "signing-key.reset succeeded");
        ObjectNode integration = Json.object("service", "issuer", "providerId", RunningKms.PROVIDER);
        Answer made = did(
                "create an integration",
                () -> client.post("/provider-integrations", integration),
                201,
                "provider-integration.create started",
                "provider-integration.create succeeded");
        did(
                "create it again",
                () -> client.post("/provider-integrations", integration),
                409,
                "provider-integration.create started",
                "provider-integration.create refused");
        String path = made.header("Location").orElseThrow().substring(KmsClient.BASE_PATH.length());
        did(
                "change it",
                () -> send(
                        client,
                        "PUT",
                        path,
                        Json.with(integration, "priority", 7),
                        "If-Match",
                        made.header("ETag").orElseThrow()),
                200,
                "provider-integration.change started",
                "provider-integration.change succeeded");
        did(
                "delete it",
                () -> client.send("DELETE", path, BodyPublishers.noBody(), "If-Match", "*"),
                204,
                "provider-integration.delete started",
                "provider-integration.delete succeeded");
    }

    private static void doAdministerProviders() {
        KmsClient admin = as("platform-admin");
        ObjectNode provider = Json.object(
                "providerId",
                "audited",
                "type",
                "SOFTWARE",
                "configuration",
                Json.object("keyStore", Json.object("type", "MEMORY")));
        Answer made = did(
                "register a provider",
                () -> admin.post("/providers", provider),
                201,
                "provider.create started",
                "provider.create succeeded");
        did(
                "register it again",
                () -> admin.post("/providers", provider),
                409,
                "provider.create started",
                "provider.create refused");
        String path = "/providers/audited";
        did(
                "change the provider",
                () -> send(
                        admin,
                        "PUT",
                        path,
                        Json.with(provider, "displayName", "Audited"),
                        "If-Match",
                        made.header("ETag").orElseThrow()),
                200,
                "provider.change started",
                "provider.change succeeded");
        did(
                "validate it",
                () -> admin.post(path + "/validate", Json.object()),
                200,
                "provider.validate started",
                "provider.validate succeeded");
        did(
                "remove it",
                () -> admin.send("DELETE", path, BodyPublishers.noBody(), "If-Match", "*"),
                204,
                "provider.delete started",
                "provider.delete succeeded");
        did(
                "remove it again",
                () -> admin.send("DELETE", path, BodyPublishers.noBody(), "If-Match", "*"),
                404,
                "provider.delete started",
                "provider.delete refused");
        did(
                "register as administrator of a tenant",
                () -> as("tenant-admin").post("/providers", provider),
                403,
                "provider.administer refused");
    }

    private static void doWithoutRight() {
        KmsClient auditor = as("auditor");
        KmsClient service = as("service");
        KmsClient admin = as("tenant-admin");
        did("generate as auditor", () -> auditor.post("/keys", KEY), 403, "key.generate refused");
        did("register as service", () -> register(service), 403, "key.register refused");
        did("delete as service", () -> service.delete("/keys/key"), 403, "key.delete refused");
        did("suspend as service", () -> state(service, "key", "SUSPENDED"), 403, "key.administer refused");
        did("sign as administrator", () -> admin.sign(KEY, CANARY), 403, "key.sign refused");
        did("read as auditor", () -> auditor.get("/keys"), 200);
    }

    private static void doDestroy() {
        did(
                "destroy when it is due",
                () -> {
                    Answer answer = state(client, "states", "DESTROYED");
                    assertThat(new EmbeddedFile(data)
                                    .run("update key_lifecycle set destroy_at = '2020-01-01T00:00:00.000000Z'"
                                            + " where destroy_at is not null"))
                            .isEqualTo(1);
                    Await.until(
                            () -> !client.get("/audit/events?operation=key.destroy&outcome=succeeded")
                                    .at("/events")
                                    .isEmpty(),
                            () -> "nothing is destroyed");
                    return answer;
                },
                200,
                "key.schedule-destruction started",
                "key.schedule-destruction succeeded",
                "key.destroy started",
                "key.destroy succeeded");
    }

    /** A process died over a deletion, and another key lost its material. */
    private static void doRecover() throws IOException {
        client.generate("interrupted", "ED25519");
        List<Path> before = KeyFiles.of(data, TENANT);
        client.generate("lost", "ED25519");
        int size = size();
        kms.close();
        assertThat(new EmbeddedFile(data)
                        .run("update key_reference set progress = 'deleting' where alias = 'interrupted'"))
                .isEqualTo(1);
        for (Path file : KeyFiles.of(data, TENANT)) {
            if (!before.contains(file)) {
                Files.delete(file);
            }
        }
        start();
        deeds.add(new Deed("recover", story(size), List.of("key.recover started", "key.recover succeeded")));
        did("sign with lost material", () -> client.sign(Json.object("alias", "lost"), CANARY), 500, "key.sign failed");
    }

    @Test
    void operation_each_leavesItsEvents() {
        assertThat(deeds)
                .hasSizeGreaterThan(45)
                .allSatisfy(deed -> assertThat(deed.events()).as(deed.what()).isEqualTo(deed.expected()));
    }

    @Test
    void operation_ofTheEnumeration_isAmongThem() {
        assertThat(log.events())
                .extracting(event -> event.get("operation").textValue())
                .containsAll(AuditOperation.names());
    }

    @Test
    void log_whole_isSoundAndInCanonicalJson() throws IOException {
        log.assertSound();
        for (byte[] leaf : log.leaves()) {
            assertThat(leaf).isEqualTo(new JsonCanonicalizer(leaf).getEncodedUTF8());
        }
    }

    @Test
    void log_whole_holdsNoSecret() {
        assertThat(secrets).hasSizeGreaterThan(10);
        for (byte[] leaf : log.leaves()) {
            assertThat(Json.ascii(leaf)).contains("\"tenant\":\"acme\"").doesNotContain(secrets.toArray(String[]::new));
        }
    }

    @Test
    void event_ofASignature_namesAllThatIdentifiesIt() {
        Answer signed = client.sign(KEY, CANARY).expect(201);
        String index = signed.header("X-KMS-Audit-Index").orElseThrow();
        JsonNode event = client.get("/audit/events/" + index).expect(200).at("/event");
        assertThat(event.get("kid").textValue()).isEqualTo(signed.textAt("/kid"));
        assertThat(event.get("version")).isEqualTo(signed.at("/keyVersion"));
        assertThat(event.get("algorithm").textValue()).isEqualTo("ED25519");
        assertThat(event.get("providerId").textValue()).isEqualTo(RunningKms.PROVIDER);
        assertThat(event.get("actor").textValue()).isEqualTo("service-oid4vci");
        assertThat(event.get("correlationId").textValue())
                .isEqualTo(signed.header("X-Correlation-ID").orElseThrow());
        assertThat(event.get("inputDigest").textValue())
                .isEqualTo(Json.base64Url(MerkleProofs.sha256(Json.bytes(CANARY))));
    }
}
