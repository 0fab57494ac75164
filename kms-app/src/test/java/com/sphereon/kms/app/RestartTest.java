package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"kill -9", "kill"})
    void restart_afterTheProcessWasKilled_sameKeySigns(String how, TestReporter reporter)
            throws IOException, InterruptedException {
        JsonNode info;
        byte[] signature;
        try (ServerProcess server = ServerProcess.start(dataDirectory)) {
            reporter.publishEntry("ready after the first start", server.timeToReady() + " ms");
            server.client().generate(KEY.get("alias").textValue(), "ECDSA_SHA256");
            server.client().generate("deleted", "ED25519");
            info = server.client().keyInfo(KEY.get("alias").textValue());
            signature = server.client().sign(KEY, MESSAGE);
            server.client().delete("/keys/deleted").expect(204);
            if (how.equals("kill")) {
                server.stop();
            } else {
                server.kill();
            }
        }

        try (ServerProcess server = ServerProcess.start(dataDirectory)) {
            reporter.publishEntry("ready after " + how, server.timeToReady() + " ms");
            assertThat(server.client().keyInfo(info.get("kid").textValue())).isEqualTo(info);
            assertThat(server.client().isValid(KEY, MESSAGE, signature)).isTrue();
            byte[] again = server.client().sign(Json.object("kid", info.get("kid")), MESSAGE);
            assertThat(IndependentVerifier.verifies(info.get("key"), MESSAGE, again)).isTrue();
            assertThat(server.client().aliases()).containsExactly(KEY.get("alias").textValue());
            assertThat(KeyFiles.in(dataDirectory)).hasSize(1);
        }
    }
}
