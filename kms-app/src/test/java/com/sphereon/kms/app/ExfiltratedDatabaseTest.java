package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.database.TestDatabases;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has all of the database, or all of the log, has no key, no password and no token. */
class ExfiltratedDatabaseTest {
    private static final List<String> PRIVATE_MEMBERS = List.of("d", "p", "q", "dp", "dq", "qi", "k");
    private static final byte[] MESSAGE = Json.utf8("the canary's own message");

    @TempDir
    private Path folder;

    private final List<String> canaries = new ArrayList<>();

    @Test
    void dumpAndLog_afterEverythingWasUsed_holdNoSecret() throws IOException, InterruptedException {
        TestDatabase database = TestDatabase.create(TestDatabases.postgresql());
        String dump;
        String log;
        try (TestIssuer issuer = TestIssuer.start()) {
            Map<String, String> settings = new HashMap<>(issuer.settings());
            settings.putAll(database.settings(database.password()));
            settings.put("kms.log-level", "DEBUG");
            String token = issuer.token("acme", "service", "tenant-admin");
            canaries.add(token);
            canaries.addAll(List.of(token.split("\\.", -1)));
            canaries.add(database.password());
            try (ServerProcess server = ServerProcess.start(folder.resolve("data"), settings)) {
                useEverything(server.client().with(token));
                server.client().with(token + "x").get("/keys").expect(401);
                dump = database.dump();
                server.stop();
                log = server.log();
            }
        }

        assertThat(dump).contains("acme", "imported-0", "ECDSA_SHA256");
        assertThat(log).contains("listening");
        for (String canary : canaries) {
            assertThat(dump).doesNotContain(canary);
            assertThat(log).doesNotContain(canary);
        }
    }

    private void useEverything(KmsClient client) {
        List<JsonNode> keys = List.of(
                ForeignKeys.jwk("P-256"),
                ForeignKeys.jwk("Ed25519"),
                ForeignKeys.jwk("RSA"),
                Json.with(ForeignKeys.symmetric(32), "alg", "HS256"));
        for (int i = 0; i < keys.size(); i++) {
            addPrivateMembers(keys.get(i));
            client.importKey("imported-" + i, keys.get(i));
            ObjectNode key = Json.object("alias", "imported-" + i);
            client.isValid(key, MESSAGE, client.sign(key, MESSAGE));
            client.post(
                            "/keys/import",
                            Json.object("keyInfo", Json.object("alias", "imported-" + i, "key", keys.get(i))))
                    .expect(409);
        }
        client.generate("generated", "ECDSA_SHA256");
        client.delete("/keys/imported-0").expect(204);
    }

    /** In every way it might be written. */
    private void addPrivateMembers(JsonNode jwk) {
        for (String member : PRIVATE_MEMBERS) {
            if (jwk.has(member)) {
                byte[] secret = Base64.getUrlDecoder().decode(jwk.get(member).textValue());
                canaries.add(jwk.get(member).textValue());
                canaries.add(Base64.getEncoder().encodeToString(secret));
                canaries.add(HexFormat.of().formatHex(secret));
                canaries.add(HexFormat.of().formatHex(secret).toUpperCase(Locale.ROOT));
                canaries.add(new BigInteger(1, secret).toString());
            }
        }
    }
}
