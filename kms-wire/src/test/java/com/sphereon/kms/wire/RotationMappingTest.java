package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.RotateKey;
import com.sphereon.kms.core.service.RotationView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UUID ID = new UUID(3, 4);
    private static final Instant ASKED = Instant.parse("2026-02-01T00:00:00Z");
    private static final Change CHANGE = new Change(ASKED, "alice");
    private static final ProviderId OTHER = new ProviderId("aws-eu-west-1");
    private static final KeyReference OLD = WireFixture.ec(List.of());
    private static final KeyReference NEXT = next();

    private static KeyReference next() {
        KeySpec spec = new KeySpec.Ec(Curve.P_256);
        return KeyReference.creating(
                        new UUID(5, 6),
                        new KeyName(OLD.name().tenant(), OLD.name().alias(), 2),
                        OTHER,
                        KeyParameters.of(spec, KeyUsage.of(spec, Optional.empty(), Set.of()), Optional.empty()),
                        Lifecycle.preActive(CHANGE))
                .live(new KeyIdentity(new Kid("kid-2"), "id-2", OLD.existing().publicKey(), List.of()), CHANGE);
    }

    private static Rotation scheduled(Optional<KeyAlias> externalKey) {
        return Rotation.scheduled(
                ID,
                OLD,
                new Rotation.Plan(
                        OTHER, externalKey, ASKED.plus(Duration.ofDays(2)), Duration.ofDays(2), Duration.ofHours(36)),
                ASKED,
                CHANGE);
    }

    private static RotationView view(Rotation rotation, Optional<KeyReference> next) {
        RotationPolicy policy = new RotationPolicy(
                new TenantId("default"),
                OLD.name().alias(),
                new RotationPolicy.Schedule(Duration.ofDays(30), Duration.ofDays(2), Duration.ofDays(7)),
                Optional.empty(),
                ASKED,
                CHANGE,
                CHANGE,
                0);
        return new RotationView(rotation, OLD, next, List.of(Duty.STANDARD.getFirst()), Optional.of(policy));
    }

    private static JsonNode json(Object value) {
        return JSON.valueToTree(value);
    }

    @Test
    void wish_everything_isRead() {
        RotateKey wish = RotationMapping.toDomain(
                ID,
                new RotateKmsKeyArgs(
                        "aws-eu-west-1", "next", null, "kid-2", "2026-03-01T01:00:00+01:00", "P1D", "PT1H"));
        assertThat(wish.id()).isEqualTo(ID);
        assertThat(wish.targetProvider()).contains(OTHER);
        assertThat(wish.successor()).contains(new KeyAlias("next"));
        assertThat(wish.successorKid()).contains(new Kid("kid-2"));
        assertThat(wish.rotateAt()).contains(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(wish.publishBefore()).contains(Duration.ofDays(1));
        assertThat(wish.overlap()).contains(Duration.ofHours(1));
    }

    @Test
    void wish_nothing_leavesAllOpen() {
        RotateKey wish = RotationMapping.toDomain(ID, new RotateKmsKeyArgs(null, null, null, null, null, null, null));
        assertThat(wish)
                .isEqualTo(new RotateKey(
                        ID,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void wish_interval_isRefusedAndSentToThePolicy() {
        assertThatThrownBy(() ->
                        RotationMapping.toDomain(ID, new RotateKmsKeyArgs(null, null, "P30D", null, null, null, null)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("rotation-policy");
    }

    @Test
    void scheduled_rotation_showsThePlanOnly() {
        JsonNode result = json(RotationMapping.toResult(view(scheduled(Optional.empty()), Optional.empty())));
        JsonNode rotation = result.get("rotation");
        assertThat(rotation.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "rotationId",
                        "tenantId",
                        "oldKey",
                        "newKey",
                        "targetProviderId",
                        "status",
                        "rotatedAssignments",
                        "createdAssignments",
                        "rotationInterval",
                        "rotateAt",
                        "createdAt",
                        "updatedAt",
                        "phase",
                        "oldKid",
                        "oldVersion",
                        "publishBefore",
                        "overlap");
        assertThat(rotation.at("/newKey/providerId").asText()).isEqualTo("aws-eu-west-1");
        assertThat(rotation.at("/newKey/keyAlias").asText()).isEqualTo("issuer:credential-signing");
        assertThat(rotation.get("rotationInterval").asText()).isEqualTo("P30D");
        assertThat(rotation.get("overlap").asText()).isEqualTo("PT36H");
        assertThat(rotation.get("rotatedAssignments")).isEmpty();
        assertThat(result.at("/oldAssignments/0").toString())
                .isEqualTo("{\"assignmentId\":\"issuer:credential-signing\",\"tenantId\":\"default\","
                        + "\"providerId\":\"software-default\",\"keyAlias\":\"issuer:credential-signing\","
                        + "\"classification\":\"SERVICE\",\"purpose\":\"credential-signing\",\"status\":\"ACTIVE\","
                        + "\"serviceType\":\"issuer\"}");
        assertThat(result.at("/newAssignments/0/providerId").asText()).isEqualTo("aws-eu-west-1");
    }

    @ParameterizedTest
    @CsvSource({
        "SCHEDULED, ACTIVE, ACTIVE",
        "PUBLISHED, ROTATING, ACTIVE",
        "COMPLETED, ROTATED, ROTATED",
        "CANCELLED, ACTIVE, ACTIVE",
        "FAILED, ACTIVE, ACTIVE",
    })
    void status_ofEachPhase_isThatOfTheVersionBefore(String phase, String status, String assignment) {
        Rotation making = scheduled(Optional.of(new KeyAlias("next"))).making(NEXT.id(), ASKED, CHANGE);
        Rotation rotation = switch (Rotation.Phase.valueOf(phase)) {
            case SCHEDULED -> making;
            case PUBLISHED -> making.published(ASKED, CHANGE);
            case COMPLETED -> making.completed(CHANGE);
            case CANCELLED -> making.cancelled(CHANGE);
            case FAILED -> making.failed("no such key", CHANGE);
        };
        JsonNode result = json(RotationMapping.toResult(view(rotation, Optional.of(NEXT))));
        JsonNode record = result.get("rotation");
        assertThat(record.get("phase").asText()).isEqualTo(phase);
        assertThat(record.get("status").asText()).isEqualTo(status);
        assertThat(record.get("rotatedAssignments")).hasSize(phase.equals("COMPLETED") ? 1 : 0);
        assertThat(record.has("failure")).isEqualTo(phase.equals("FAILED"));
        assertThat(record.get("newKid").asText()).isEqualTo("kid-2");
        assertThat(record.get("newVersion").asInt()).isEqualTo(2);
        assertThat(record.get("newAlias").asText()).isEqualTo("next");
        assertThat(record.get("publishedAt").asText()).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(record.has("activatedAt")).isFalse();
        assertThat(result.at("/oldAssignments/0/status").asText()).isEqualTo(assignment);
    }

    @Test
    void preview_plan_showsWhatWouldBe() {
        JsonNode preview = json(RotationMapping.toPreview(view(scheduled(Optional.empty()), Optional.empty())));
        assertThat(preview.at("/plannedNewKey/providerId").asText()).isEqualTo("aws-eu-west-1");
        assertThat(preview.get("rotateAt").asText()).isEqualTo("2026-02-03T00:00:00Z");
        assertThat(preview.get("publishBefore").asText()).isEqualTo("P2D");
        assertThat(preview.get("oldVersion").asInt()).isEqualTo(1);
        assertThat(preview.get("serviceConfigMutations")).isEmpty();
    }

    @Test
    void policy_wishAndAnswer_haveTheDefaults() {
        RotationPolicyRequest request = new RotationPolicyRequest("P30D", null, null, "aws-eu-west-1");
        RotationPolicy.Schedule schedule = RotationPolicyMapping.schedule(request);
        assertThat(schedule)
                .isEqualTo(new RotationPolicy.Schedule(Duration.ofDays(30), Duration.ZERO, Duration.ofDays(7)));
        assertThat(RotationPolicyMapping.target(request)).contains(OTHER);
        RotationPolicy policy =
                view(scheduled(Optional.empty()), Optional.empty()).policy().orElseThrow();
        JsonNode shown = json(RotationPolicyMapping.toWire(policy, Optional.of(OLD)));
        assertThat(shown.get("nextRotationAt").asText()).isEqualTo("2026-01-31T00:00:00Z");
        assertThat(shown.has("targetProviderId")).isFalse();
        assertThat(json(RotationPolicyMapping.toWire(policy, Optional.empty())).has("nextRotationAt"))
                .isFalse();
        assertThatThrownBy(() -> RotationPolicyMapping.schedule(new RotationPolicyRequest(null, null, null, null)))
                .hasMessage("interval is missing");
    }
}
