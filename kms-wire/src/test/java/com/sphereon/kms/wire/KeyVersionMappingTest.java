package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.service.Signed;
import com.sphereon.kms.core.service.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyVersionMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Change LATER = new Change(Instant.parse("2026-02-01T00:00:00Z"), "alice");
    private static final KeyReference VERSION = WireFixture.ec(List.of());

    private static JsonNode json(Object value) {
        return JSON.valueToTree(value);
    }

    private static KeyReference compromised() {
        return VERSION.with(VERSION.lifecycle().compromised(LATER, Optional.of("seen")));
    }

    @Test
    void toWire_activeVersion_hasWhatIsRequiredAndNothingEmpty() {
        JsonNode version = json(KeyVersionMapping.toWire(VERSION, true, false));
        assertThat(version.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "version",
                        "kid",
                        "alias",
                        "providerId",
                        "state",
                        "primary",
                        "published",
                        "origin",
                        "controlMode",
                        "keyType",
                        "signatureAlgorithm",
                        "key",
                        "createdAt",
                        "createdBy",
                        "stateChangedAt",
                        "stateChangedBy",
                        "activatedAt");
        assertThat(version.get("primary").asBoolean()).isTrue();
        assertThat(version.get("published").asBoolean()).isFalse();
    }

    @Test
    void toWire_destroyingVersion_doesNotShowWhenItIsTriedAgain() {
        var planned = VERSION.lifecycle().destructionPlanned(LATER, Optional.empty(), LATER.at());
        assertThat(json(KeyVersionMapping.toWire(VERSION.with(planned), true, false))
                        .get("destroyAt")
                        .asText())
                .isEqualTo("2026-02-01T00:00:00Z");
        var destroying = planned.destroying(LATER, LATER.at().plus(Duration.ofMinutes(2)));
        JsonNode version = json(KeyVersionMapping.toWire(VERSION.with(destroying), true, false));
        assertThat(version.has("destroyAt")).isFalse();
        assertThat(version.get("destroyedAt").asText()).isEqualTo("2026-02-01T00:00:00Z");
    }

    @Test
    void toWire_symmetricVersion_hasNoKey() {
        KeyReference mac = WireFixture.live(new KeySpec.Oct(256), KeyUse.SIG, Optional.empty(), List.of());
        assertThat(json(KeyVersionMapping.toWire(mac, true, false)).has("key")).isFalse();
    }

    @Test
    void signature_withAnAlgorithmWithoutName_leavesItOut() {
        byte[] signature = {1, 2, 3};
        JsonNode named =
                json(SignatureMapping.toWire(new Signed(signature, SignatureAlgorithm.ECDSA_SHA256, VERSION, 7)));
        assertThat(named.toString())
                .isEqualTo(
                        "{\"signature\":\"AQID\",\"kid\":\"kid-1\",\"signatureAlgorithm\":\"ECDSA_SHA256\",\"keyVersion\":1}");
        assertThat(json(SignatureMapping.toWire(new Signed(signature, SignatureAlgorithm.ED448, VERSION, 7)))
                        .has("signatureAlgorithm"))
                .isFalse();
    }

    @Test
    void verification_ofEachKind_marksOnlyWhatIsCompromised() {
        assertThat(json(SignatureMapping.toWire(new Verified(false, Optional.empty(), 7)))
                        .toString())
                .isEqualTo("{\"isValid\":false}");
        assertThat(json(SignatureMapping.toWire(new Verified(true, Optional.of(VERSION), 7)))
                        .toString())
                .isEqualTo("{\"isValid\":true,\"kid\":\"kid-1\",\"keyState\":\"ACTIVE\"}");
        assertThat(json(SignatureMapping.toWire(new Verified(true, Optional.of(compromised()), 7)))
                        .toString())
                .isEqualTo("{\"isValid\":true,\"kid\":\"kid-1\",\"keyState\":\"COMPROMISED\",\"compromised\":true,"
                        + "\"compromisedAt\":\"2026-02-01T00:00:00Z\",\"stateReason\":\"seen\"}");
    }

    @Test
    void keyInfo_askedForByADuty_bearsThatName() {
        KeyReference key = WireFixture.ec(List.of());
        assertThat(KeyInfoMapping.toWire(key, "did:did-update").alias()).isEqualTo("did:did-update");
        for (String name : new String[] {"kid-1", "some-alias", "did:nothing", "issuer:credential-signing", null}) {
            assertThat(KeyInfoMapping.toWire(key, name).alias()).as(name).isEqualTo("issuer:credential-signing");
        }
    }
}
