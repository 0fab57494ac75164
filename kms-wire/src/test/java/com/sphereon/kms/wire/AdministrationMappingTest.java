package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Purpose;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.KeyStates;
import com.sphereon.kms.core.service.ProviderIntegrations;
import com.sphereon.kms.core.service.SigningKey;
import com.sphereon.kms.core.service.SigningKeySetting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The schemas of what administrators decide. */
class AdministrationMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duty DUTY = Duty.STANDARD.getFirst();

    @Test
    void signingKeyWish_withAndWithoutMembers_isComplete() {
        assertThat(SigningKeyMapping.toDomain(new SigningKeyRequest(null, null, null)))
                .isEqualTo(SigningKeySetting.DEFAULT);
        assertThat(SigningKeyMapping.toDomain(new SigningKeyRequest("a", false, false)))
                .isEqualTo(new SigningKeySetting(Optional.of(new KeyAlias("a")), false, false));
    }

    @Test
    void signingKey_withAndWithoutVersions_saysWhereItComesFrom() {
        SigningKeyInfo unset = SigningKeyMapping.toWire(
                new SigningKey(DUTY, SigningKeySetting.DEFAULT, List.of(), Optional.empty(), Tag.DEFAULT), v -> true);
        assertThat(unset)
                .isEqualTo(new SigningKeyInfo(
                        "issuer", "credential-signing", "issuer:credential-signing", "default", true, true, List.of()));
        KeyReference version = WireFixture.ec(List.of());
        SigningKeySetting setting = new SigningKeySetting(Optional.of(new KeyAlias("a")), false, true);
        SigningKeyInfo set = SigningKeyMapping.toWire(
                new SigningKey(DUTY, setting, List.of(version), Optional.of(version), Tag.DEFAULT), v -> false);
        assertThat(set.source()).isEqualTo("operator");
        assertThat(set.alias()).isEqualTo("a");
        assertThat(set.enabled()).isFalse();
        assertThat(set.versions()).containsExactly(KeyVersionMapping.toWire(version, true, false));
    }

    @Test
    void integrationWish_withAndWithoutMembers_isComplete() {
        ProviderId provider = new ProviderId("software-default");
        assertThat(ProviderIntegrationMapping.toDomain(
                        new ProviderIntegrationRequest("software-default", null, null, null, null)))
                .isEqualTo(new ProviderIntegrations.Wish(provider, Optional.empty(), Optional.empty(), 100, true));
        assertThat(ProviderIntegrationMapping.toDomain(
                        new ProviderIntegrationRequest("software-default", "did", "did-update", 0, false)))
                .isEqualTo(new ProviderIntegrations.Wish(
                        provider, Optional.of(new ServiceName("did")), Optional.of(Purpose.DID_UPDATE), 0, false));
        assertThatThrownBy(() -> ProviderIntegrationMapping.toDomain(
                        new ProviderIntegrationRequest(null, null, null, null, null)))
                .hasMessage("providerId is missing");
        assertThatThrownBy(() -> ProviderIntegrationMapping.toDomain(
                        new ProviderIntegrationRequest("software-default", null, "DID_UPDATE", null, null)))
                .hasMessageContaining("did-update");
    }

    @Test
    void integration_anywhere_isShownWithoutEmptyMembers() {
        Change created = new Change(Instant.parse("2026-01-01T00:00:00Z"), "alice");
        Change updated = new Change(Instant.parse("2026-01-02T00:00:00Z"), "bob");
        ProviderIntegration integration = new ProviderIntegration(
                new UUID(1, 2),
                new TenantId("default"),
                new ProviderId("software-default"),
                Optional.empty(),
                Optional.of(Purpose.DID_UPDATE),
                5,
                true,
                created,
                updated,
                1);
        assertThat(JSON.valueToTree(ProviderIntegrationMapping.toWire(integration))
                        .toString())
                .isEqualTo("{\"id\":\"00000000-0000-0001-0000-000000000002\",\"providerId\":\"software-default\","
                        + "\"purpose\":\"did-update\",\"priority\":5,\"enabled\":true,"
                        + "\"createdAt\":\"2026-01-01T00:00:00Z\",\"updatedAt\":\"2026-01-02T00:00:00Z\","
                        + "\"createdBy\":\"alice\",\"updatedBy\":\"bob\"}");
    }

    @Test
    void stateWish_ofEachKind_isReadOrRefused() {
        assertThat(KeyStateMapping.toDomain(new KeyStateRequest("DESTROYED", "why", "P10D")))
                .isEqualTo(
                        new KeyStates.Wish(KeyState.DESTROYED, Optional.of("why"), Optional.of(Duration.ofDays(10))));
        assertThat(KeyStateMapping.toDomain(new KeyStateRequest("ACTIVE", null, null)))
                .isEqualTo(new KeyStates.Wish(KeyState.ACTIVE, Optional.empty(), Optional.empty()));
        for (String state : new String[] {"PRE_ACTIVE", "active", ""}) {
            assertThatThrownBy(() -> KeyStateMapping.toDomain(new KeyStateRequest(state, null, null)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageEndingWith("allowed are ACTIVE, SUSPENDED, DEACTIVATED, COMPROMISED, DESTROYED");
        }
        assertThatThrownBy(() -> KeyStateMapping.toDomain(new KeyStateRequest(null, null, null)))
                .hasMessage("state is missing");
    }
}
