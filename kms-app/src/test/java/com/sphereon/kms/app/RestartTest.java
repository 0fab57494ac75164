package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there again after a stop, of whatever kind. */
class RestartTest {
    private static final byte[] MESSAGE = IndependentVerifier.signingInput("ES256", "{\"n\":5}");
    private static final ObjectNode KEY = Json.object("alias", "issuer:credential-signing");

    @TempDir
    private Path dataDirectory;

    @Test
    void restart_afterAnOrderlyStop_sameKeysSign() {
        Map<String, byte[]> signatures = new TreeMap<>();
        JsonNode infos;
        try (RunningKms kms = RunningKms.start(dataDirectory)) {
            for (String algorithm : new String[] {"ECDSA_SHA256", "ED25519", "ES256K", "HMAC_SHA256", "RSA_SHA256"}) {
                kms.client().generate(algorithm, algorithm);
                signatures.put(algorithm, kms.client().sign(Json.object("alias", algorithm), MESSAGE));
            }
            kms.client().importKey("imported", ForeignKeys.jwk("Ed448"));
            signatures.put("imported", kms.client().sign(Json.object("alias", "imported"), MESSAGE));
            kms.client().generate("deleted", "ED25519");
            kms.client().delete("/keys/deleted").expect(204);
            infos = kms.client().get("/keys").json();
        }

        try (RunningKms kms = RunningKms.start(dataDirectory)) {
            assertThat(kms.client().get("/keys").json()).isEqualTo(infos);
            signatures.forEach((alias, signature) -> {
                ObjectNode keyInfo = Json.object("alias", alias);
                assertThat(kms.client().isValid(keyInfo, MESSAGE, signature)).isTrue();
                assertThat(kms.client().isValid(keyInfo, MESSAGE, kms.client().sign(keyInfo, MESSAGE)))
                        .isTrue();
            });
            kms.client().get("/keys/deleted").expect(404);
        }
    }

    /** Killed while it creates and deletes other keys: each of them is there or not, and none is there by half. */
    @Test
    void restart_afterTheProcessWasKilled_hasAllThatWasAcknowledged(TestReporter reporter)
            throws IOException, InterruptedException {
        String alias = KEY.get("alias").textValue();
        JsonNode info;
        byte[] signature;
        Writers writers;
        try (ServerProcess server = ServerProcess.start(dataDirectory)) {
            reporter.publishEntry("ready after the first start", server.timeToReady());
            server.client().generate(alias, "ECDSA_SHA256");
            info = server.client().keyInfo(alias);
            signature = server.client().sign(KEY, MESSAGE);
            writers = Writers.start(server.client(), 24);
            writers.awaitChanges();
            server.kill();
        }
        writers.close();

        try (ServerProcess server = ServerProcess.start(dataDirectory)) {
            reporter.publishEntry("ready after kill -9", server.timeToReady());
            assertSigns(server.client(), info, signature);
            assertWhole(server.client(), writers);
            server.stop();
        }

        try (RunningKms kms = RunningKms.start(dataDirectory)) {
            assertSigns(kms.client(), info, signature);
            assertWhole(kms.client(), writers);
        }
    }

    private static void assertSigns(KmsClient client, JsonNode info, byte[] signature) {
        assertThat(client.keyInfo(info.get("kid").textValue())).isEqualTo(info);
        assertThat(client.isValid(KEY, MESSAGE, signature)).isTrue();
        byte[] again = client.sign(Json.object("kid", info.get("kid")), MESSAGE);
        assertThat(IndependentVerifier.verifies(info.get("key"), MESSAGE, again))
                .isTrue();
    }

    private void assertWhole(KmsClient client, Writers writers) {
        List<String> aliases = client.aliases();
        assertThat(aliases).containsAll(writers.created()).doesNotContainAnyElementsOf(writers.deleted());
        assertThat(KeyFiles.in(dataDirectory)).hasSameSizeAs(aliases);
        aliases.forEach(
                alias -> client.sign(Json.object("alias", alias), "AAAA").expect(201));
    }
}
