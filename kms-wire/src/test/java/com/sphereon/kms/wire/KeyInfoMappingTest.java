package com.sphereon.kms.wire;

import static com.sphereon.kms.wire.WireFixture.EC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.service.KeySelection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeyInfoMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void toWire_ecKey_hasTheMembersOfTheContractAndNoOthers() {
        JsonNode keyInfo = JSON.valueToTree(KeyInfoMapping.toWire(WireFixture.ec(List.of())));
        assertThat(names(keyInfo))
                .containsExactlyInAnyOrder(
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
        assertThat(names(keyInfo.get("key"))).containsExactlyInAnyOrder("kty", "kid", "alg", "use", "crv", "x", "y");
        assertThat(keyInfo.at("/key/alg").asText()).isEqualTo("ES256");
        assertThat(keyInfo.get("signatureAlgorithm").asText()).isEqualTo("ECDSA_SHA256");
        assertThat(keyInfo.get("origin").asText()).isEqualTo("managed");
        assertThat(keyInfo.get("controlMode").asText()).isEqualTo("platform_managed");
    }

    @Test
    void toWire_withCertificates_showsThemInBothPlaces() {
        JsonNode keyInfo = JSON.valueToTree(KeyInfoMapping.toWire(WireFixture.ec(List.of("MIIB"))));
        assertThat(keyInfo.at("/x5c/0").asText()).isEqualTo("MIIB");
        assertThat(keyInfo.at("/key/x5c/0").asText()).isEqualTo("MIIB");
    }

    @Test
    void toWire_symmetricKey_showsKindAndOperationsOnly() {
        KeyReference key = WireFixture.live(new KeySpec.Oct(256), KeyUse.SIG, Optional.empty(), List.of());
        JsonNode keyInfo = JSON.valueToTree(KeyInfoMapping.toWire(key));
        assertThat(names(keyInfo.get("key"))).containsExactlyInAnyOrder("kty", "kid", "alg", "use", "key_ops");
        assertThat(keyInfo.at("/key/kty").asText()).isEqualTo("oct");
        assertThat(keyInfo.get("keyType").asText()).isEqualTo("OCT");
    }

    @Test
    void toWire_ed448_hasNoAlgorithmNameInTheContract() {
        PublicKeyMaterial publicKey = new PublicKeyMaterial.Okp(Curve.ED448, new byte[57]);
        KeyReference key = WireFixture.live(publicKey.spec(), KeyUse.SIG, Optional.of(publicKey), List.of());
        JsonNode keyInfo = JSON.valueToTree(KeyInfoMapping.toWire(key));
        assertThat(keyInfo.has("signatureAlgorithm")).isFalse();
        assertThat(keyInfo.at("/key/alg").asText()).isEqualTo("EdDSA");
    }

    @Test
    void coseKey_ecAndRsa_followTheRegistry() {
        JsonNode pair = JSON.valueToTree(GenerateKeyMapping.toWire(WireFixture.ec(List.of())))
                .get("keyPair");
        JsonNode cose = pair.at("/cose/publicCoseKey");
        assertThat(cose.get("kty").asInt()).isEqualTo(2);
        assertThat(cose.get("crv").asInt()).isEqualTo(1);
        assertThat(cose.get("alg").asInt()).isEqualTo(-7);
        assertThat(cose.get("x").asText()).isEqualTo(EC.get("x"));
        assertThat(pair.get("kid").asText()).isEqualTo("kid-1");
        assertThat(names(pair)).containsExactlyInAnyOrder("providerId", "alias", "cose", "jose", "kid");
    }

    @Test
    void toSelection_everything_isReadAndPrivateMembersAreNot() {
        KeySelection selection = KeyInfoMapping.toSelection(
                "keyInfo", WireFixture.keyInfo("a", "k", "ECDSA_SHA256", WireFixture.jwk(EC)));
        assertThat(selection.alias().orElseThrow()).hasToString("a");
        assertThat(selection.kid().orElseThrow()).hasToString("k");
        assertThat(selection.publicKey()).contains(PublicKeyMaterial.fromJwk(EC));
        assertThat(selection.toString()).doesNotContain(EC.get("d"));
    }

    @Test
    void toSelection_symmetricKeyShown_isNoPublicKey() {
        assertThat(KeyInfoMapping.toSelection(
                                "keyInfo",
                                WireFixture.keyInfo(
                                        "a", null, null, WireFixture.jwk(Map.of("kty", "oct", "k", "AAAA"))))
                        .publicKey())
                .isEmpty();
    }

    @Test
    void toSelection_wrongMembers_areRefusedByName() {
        assertThatThrownBy(() -> KeyInfoMapping.toSelection("keyInfo", null)).hasMessage("keyInfo is missing");
        assertThatThrownBy(() -> KeyInfoMapping.toSelection("keyInfo", WireFixture.keyInfo("a", null, "ES256", null)))
                .hasMessageContaining("keyInfo.signatureAlgorithm 'ES256' is not allowed; allowed are ED25519");
        Map<String, String> jwk = new HashMap<>(EC);
        jwk.put("y", EC.get("x"));
        assertThatThrownBy(() -> KeyInfoMapping.toSelection(
                        "keyInfo", WireFixture.keyInfo("a", null, null, WireFixture.jwk(jwk))))
                .hasMessageStartingWith("keyInfo.key.x and key.y are not a point on P-256");
    }

    @Test
    void inputType_absentOrNamed_isTakenAndAnythingElseRefused() {
        assertThat(KeyInfoMapping.inputType("keyInfo", opts(null))).isEqualTo(InputType.RAW);
        assertThat(KeyInfoMapping.inputType("keyInfo", opts(Map.of("test", "test"))))
                .isEqualTo(InputType.RAW);
        assertThat(KeyInfoMapping.inputType("keyInfo", opts(Map.of("inputType", "DIGEST"))))
                .isEqualTo(InputType.DIGEST);
        assertThatThrownBy(() -> KeyInfoMapping.inputType("keyInfo", opts(Map.of("inputType", "digest"))))
                .hasMessage("keyInfo.opts.inputType 'digest' is not allowed; allowed are RAW, DIGEST");
    }

    @Test
    void jwk_printed_showsNoKeyMaterial() {
        assertThat(WireFixture.jwk(EC).toString()).doesNotContain(EC.get("d"));
        assertThat(WireFixture.keyInfo("a", null, null, WireFixture.jwk(EC)).toString())
                .doesNotContain(EC.get("d"));
    }

    private static KeyInfo opts(Map<String, String> opts) {
        return new KeyInfo(null, null, null, null, null, "a", null, null, null, null, null, opts, null);
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
