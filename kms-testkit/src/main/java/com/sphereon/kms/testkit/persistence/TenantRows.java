package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.IdempotencyRecord;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Rows of what belongs to a tenant besides keys. Those of the same tenant and name take the same place. */
final class TenantRows {
    static final ProviderId PROVIDER = new ProviderId("software-default");

    /** When rotations and policies made here are due. */
    static final Instant DUE = Instant.parse("2026-11-12T13:14:15.161718Z");

    private TenantRows() {}

    static UUID id(TenantId tenant, String name) {
        return UUID.nameUUIDFromBytes((tenant + "/" + name).getBytes(StandardCharsets.UTF_8));
    }

    static ConfigProperty property(TenantId tenant, String key) {
        return property(tenant, key, "value");
    }

    static ConfigProperty property(TenantId tenant, String key, String value) {
        return ConfigProperty.created(tenant, key, value, KeyReferences.CREATED);
    }

    static ProviderIntegration integration(TenantId tenant, String name) {
        return integration(id(tenant, name), tenant, "at-" + name);
    }

    /** One for all duties. */
    static ProviderIntegration integration(UUID id, TenantId tenant, String provider) {
        return new ProviderIntegration(
                id,
                tenant,
                new ProviderId(provider),
                Optional.empty(),
                Optional.empty(),
                100,
                true,
                KeyReferences.CREATED,
                KeyReferences.CREATED,
                0);
    }

    /** The next revision, for another provider. */
    static ProviderIntegration moved(ProviderIntegration stored, ProviderId provider) {
        return new ProviderIntegration(
                stored.id(),
                stored.tenant(),
                provider,
                stored.service(),
                stored.purpose(),
                stored.priority(),
                stored.enabled(),
                stored.created(),
                KeyReferences.later(1),
                stored.revision() + 1);
    }

    /** One that is scheduled and due at {@link #DUE}. */
    static Rotation rotation(TenantId tenant, String alias) {
        return rotation(id(tenant, "rotation of " + alias), tenant, alias, DUE);
    }

    static Rotation rotation(UUID id, TenantId tenant, String alias, Instant due) {
        return new Rotation(
                id,
                tenant,
                new KeyAlias(alias),
                id(tenant, "old"),
                Optional.empty(),
                new Rotation.Plan(PROVIDER, Optional.empty(), due, Duration.ZERO, RotationPolicy.DEFAULT_OVERLAP),
                new Rotation.Progress(Rotation.Phase.SCHEDULED, due, Optional.empty()),
                KeyReferences.CREATED,
                KeyReferences.CREATED,
                0);
    }

    static RotationPolicy policy(TenantId tenant, String alias) {
        return policy(tenant, alias, DUE);
    }

    static RotationPolicy policy(TenantId tenant, String alias, Instant due) {
        return new RotationPolicy(
                tenant,
                new KeyAlias(alias),
                new RotationPolicy.Schedule(Duration.ofDays(90), Duration.ofDays(1), Duration.ofDays(7)),
                Optional.empty(),
                due,
                KeyReferences.CREATED,
                KeyReferences.CREATED,
                0);
    }

    static IdempotencyRecord request(TenantId tenant, String id) {
        return IdempotencyRecord.begun(tenant, id, "fingerprint", id(tenant, id), KeyReferences.CREATED);
    }
}
