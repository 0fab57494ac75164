package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that come with certificates, and public keys that are found through them. */
class CertificateChainTest {
    private static final String INVALID = "KMS_CERTIFICATE_CHAIN_INVALID";

    private static RunningKms kms;
    private static KmsClient client;
    private static CertifiedKey leaf;
    private static CertifiedKey stranger;

    @BeforeAll
    static void start(@TempDir Path dataDirectory, @TempDir Path keystores) {
        kms = RunningKms.start(dataDirectory);
        client = kms.client();
        leaf = CertifiedKey.byAnAuthority(keystores.resolve("leaf.p12"));
        stranger = CertifiedKey.byItself(keystores.resolve("stranger.p12"));
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    private static Answer importWith(List<String> chain) {
        return client.post(
                "/keys/import",
                Json.object("keyInfo", Json.object("alias", "leaf", "key", leaf.privateJwk()), "certChain", chain));
    }

    private static Answer resolve(ObjectNode keyInfo, Object... more) {
        ObjectNode body = Json.object(more);
        body.set("keyInfo", keyInfo);
        return client.post("/resolvers/jose_cose_resolver/resolve", body);
    }

    @Test
    void importKey_withItsCertificates_keepsThem() {
        JsonNode info = importWith(leaf.chain()).expect(201).at("/keyInfo");

        assertThat(texts(info.get("x5c"))).isEqualTo(leaf.chain());
        assertThat(texts(info.at("/key/x5c"))).isEqualTo(leaf.chain());
        assertThat(client.keyInfo("leaf")).isEqualTo(info);
        assertThat(client.get("/keys").at("/keyInfos/0")).isEqualTo(info);
        assertThat(resolve(Json.object("alias", "leaf"), "verifyX509CertificateChain", true, "trustedCerts", root(leaf))
                        .expect(200)
                        .json())
                .isEqualTo(info);
        assertThat(resolve(
                                Json.object("alias", "leaf"),
                                "verifyX509CertificateChain",
                                true,
                                "trustedCerts",
                                root(stranger))
                        .expectError(400, "x5c")
                        .textAt("/code"))
                .isEqualTo(INVALID);
        client.delete("/keys/leaf").expect(204);
    }

    private static List<String> root(CertifiedKey key) {
        return List.of(key.chain().getLast());
    }

    private static List<String> texts(JsonNode array) {
        return ((ArrayNode) array).valueStream().map(JsonNode::textValue).toList();
    }

    @Test
    void importKey_withOtherCertificates_isRefused() {
        for (List<String> chain : List.of(
                stranger.chain(),
                leaf.chain().reversed(),
                List.of(leaf.chain().getFirst(), stranger.chain().getLast()),
                List.of(leaf.chain().getFirst().substring(8)),
                List.of(leaf.chain().getFirst().substring(0, 200)))) {
            assertThat(importWith(chain).expectError(400, "certChain").textAt("/code"))
                    .isEqualTo(INVALID);
        }
        assertThat(client.aliases()).isEmpty();
    }

    @Test
    void resolve_byCertificates_answersTheKeyOfTheFirst() {
        ObjectNode keyInfo = Json.object("x5c", leaf.chain());

        JsonNode resolved = resolve(keyInfo).expect(200).json();

        assertThat(resolved.at("/key/x")).isEqualTo(leaf.privateJwk().get("x"));
        assertThat(texts(resolved.get("x5c"))).isEqualTo(leaf.chain());
        resolve(keyInfo, "identifierMethod", "X5C", "verifyX509CertificateChain", true, "trustedCerts", root(leaf))
                .expect(200);
        resolve(keyInfo, "verifyX509CertificateChain", true, "trustedCerts", root(stranger))
                .expectError(400, "x5c");
        resolve(keyInfo, "verifyX509CertificateChain", true, "trustedCerts", List.of())
                .expectError(400, "trustedCerts");
        resolve(keyInfo, "verifyX509CertificateChain", true).expectError(400, "trustedCerts");
    }

    @Test
    void resolve_keyShownBesideCertificates_mustBeTheCertifiedOne() {
        ObjectNode shown = Json.object("key", leaf.privateJwk(), "x5c", leaf.chain());
        ObjectNode mixed = Json.object("key", stranger.privateJwk(), "x5c", leaf.chain());

        resolve(shown, "verifyX509CertificateChain", true, "trustedCerts", root(leaf))
                .expect(200);
        resolve(mixed, "verifyX509CertificateChain", true, "trustedCerts", root(leaf))
                .expectError(400, "x5c[0]");
    }
}
