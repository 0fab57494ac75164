package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.IdempotencyRecord;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.Persistence;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One kind of rows that are replaced by revision, and where it is kept.
 *
 * @param make a row; of the same tenant and name, one for the same place
 * @param next its next revision
 * @param taken the same row as if it were another tenant's
 * @param find what is stored in the place of a row
 * @param delete empty where nothing is ever deleted
 */
record StoredKind<T>(
        String name,
        BiFunction<TenantId, String, T> make,
        Function<T, T> next,
        BiFunction<T, TenantId, T> taken,
        BiFunction<Persistence, T, Optional<T>> find,
        BiConsumer<Persistence, T> insert,
        BiConsumer<Persistence, T> update,
        Optional<BiConsumer<Persistence, T>> delete) {

    private static final StoredKind<ConfigProperty> PROPERTY = new StoredKind<>(
            "property",
            TenantRows::property,
            row -> row.with(row.value() + "!", KeyReferences.later(1)),
            (row, tenant) ->
                    new ConfigProperty(tenant, row.key(), row.value(), row.created(), row.updated(), row.revision()),
            (persistence, row) -> only(
                    persistence.tenantConfiguration().list(row.tenant()),
                    other -> other.key().equals(row.key())),
            (persistence, row) -> persistence.tenantConfiguration().insert(row),
            (persistence, row) -> persistence.tenantConfiguration().update(row),
            Optional.of((persistence, row) -> persistence.tenantConfiguration().delete(row)));

    private static final StoredKind<ProviderIntegration> INTEGRATION = new StoredKind<>(
            "integration",
            TenantRows::integration,
            row -> integration(row, row.tenant(), !row.enabled(), row.revision() + 1),
            (row, tenant) -> integration(row, tenant, row.enabled(), row.revision()),
            (persistence, row) -> only(
                    persistence.providerIntegrations().list(row.tenant()),
                    other -> other.id().equals(row.id())),
            (persistence, row) -> persistence.providerIntegrations().insert(row),
            (persistence, row) -> persistence.providerIntegrations().update(row),
            Optional.of((persistence, row) -> persistence.providerIntegrations().delete(row)));

    private static final StoredKind<Rotation> ROTATION = new StoredKind<>(
            "rotation",
            TenantRows::rotation,
            row -> row.claimed(row.progress().dueAt().plusSeconds(60), KeyReferences.later(1)),
            (row, tenant) -> new Rotation(
                    row.id(),
                    tenant,
                    row.alias(),
                    row.oldVersion(),
                    row.newVersion(),
                    row.plan(),
                    row.progress(),
                    row.created(),
                    row.updated(),
                    row.revision()),
            (persistence, row) -> persistence.rotations().find(row.tenant(), row.id()),
            (persistence, row) -> persistence.rotations().insert(row),
            (persistence, row) -> persistence.rotations().update(row),
            Optional.empty());

    private static final StoredKind<RotationPolicy> POLICY = new StoredKind<>(
            "policy",
            TenantRows::policy,
            row -> row.due(row.dueAt().plusSeconds(60)),
            (row, tenant) -> new RotationPolicy(
                    tenant,
                    row.alias(),
                    row.schedule(),
                    row.targetProvider(),
                    row.dueAt(),
                    row.created(),
                    row.updated(),
                    row.revision()),
            (persistence, row) -> persistence.rotationPolicies().find(row.tenant(), row.alias()),
            (persistence, row) -> persistence.rotationPolicies().insert(row),
            (persistence, row) -> persistence.rotationPolicies().update(row),
            Optional.of((persistence, row) -> persistence.rotationPolicies().delete(row)));

    private static final StoredKind<IdempotencyRecord> REQUEST = new StoredKind<>(
            "request",
            TenantRows::request,
            row -> row.begunAgain(TenantRows.id(row.tenant(), "again"), KeyReferences.later(1)),
            (row, tenant) -> new IdempotencyRecord(
                    tenant,
                    row.id(),
                    row.fingerprint(),
                    row.resource(),
                    row.answer(),
                    row.created(),
                    row.touched(),
                    row.revision()),
            (persistence, row) -> persistence.idempotency().find(row.tenant(), row.id()),
            (persistence, row) -> persistence.idempotency().insert(row),
            (persistence, row) -> persistence.idempotency().update(row),
            Optional.of((persistence, row) -> persistence.idempotency().delete(row)));

    static List<StoredKind<?>> all() {
        return List.of(PROPERTY, INTEGRATION, ROTATION, POLICY, REQUEST);
    }

    static List<StoredKind<?>> deletable() {
        return List.of(PROPERTY, INTEGRATION, POLICY, REQUEST);
    }

    private static <T> Optional<T> only(List<T> rows, Function<T, Boolean> condition) {
        return rows.stream().filter(condition::apply).reduce((one, other) -> {
            throw new AssertionError("two rows in one place");
        });
    }

    private static ProviderIntegration integration(
            ProviderIntegration row, TenantId tenant, boolean enabled, long revision) {
        return new ProviderIntegration(
                row.id(),
                tenant,
                row.provider(),
                row.service(),
                row.purpose(),
                row.priority(),
                enabled,
                row.created(),
                KeyReferences.later(1),
                revision);
    }

    @Override
    public String toString() {
        return name;
    }
}
