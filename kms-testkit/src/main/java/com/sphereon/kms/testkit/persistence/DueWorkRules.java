package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tenants that have something to do are found, and no others. */
interface DueWorkRules extends StoreFixture {
    Instant NOW = TenantRows.DUE;

    /** Of our two tenants only: others may share the database. */
    default List<TenantId> withDueWork(Instant now) {
        Set<TenantId> ours = Set.of(tenant(), stranger());
        return persistence().tenantsWithDueWork(now).stream()
                .filter(ours::contains)
                .toList();
    }

    private void assertOursFrom(Instant due) {
        assertThat(withDueWork(due)).containsExactly(tenant());
        assertThat(withDueWork(due.plusNanos(1))).containsExactly(tenant());
        assertThat(withDueWork(due.plusSeconds(100_000_000))).containsExactly(tenant());
        assertThat(withDueWork(due.minusNanos(1))).isEmpty();
        assertThat(withDueWork(due.minusNanos(1_000))).isEmpty();
    }

    private KeyReference destroyedAt(TenantId tenant, String alias) {
        return KeyReferences.of(tenant, alias)
                .lifecycle(Lifecycle.active(KeyReferences.CREATED)
                        .destructionPlanned(KeyReferences.later(1), Optional.empty(), NOW))
                .insertedInto(store());
    }

    @Test
    default void tenantsWithDueWork_nothingToDo_none() {
        KeyReferences.of(tenant(), "key").insertedInto(store());
        persistence().tenantConfiguration().insert(TenantRows.property(tenant(), "key"));
        persistence().idempotency().insert(TenantRows.request(stranger(), "id"));

        assertThat(withDueWork(NOW)).isEmpty();
    }

    @Test
    default void tenantsWithDueWork_rotation_foundFromThatMomentUntilItIsOver() {
        Rotation rotation = TenantRows.rotation(tenant(), "key");
        persistence().rotations().insert(rotation);
        persistence().rotations().insert(TenantRows.rotation(stranger(), "key").failed("x", KeyReferences.later(1)));
        assertOursFrom(NOW);

        Rotation later = rotation.claimed(NOW.plusSeconds(60), KeyReferences.later(1));
        persistence().rotations().update(later);
        assertOursFrom(NOW.plusSeconds(60));

        persistence().rotations().update(later.cancelled(KeyReferences.later(2)));
        assertThat(withDueWork(NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    default void tenantsWithDueWork_policy_foundFromThatMoment() {
        var policy = TenantRows.policy(tenant(), "key");
        persistence().rotationPolicies().insert(policy);
        assertOursFrom(NOW);

        persistence().rotationPolicies().delete(policy);
        assertThat(withDueWork(NOW)).isEmpty();
    }

    @Test
    default void tenantsWithDueWork_destruction_foundFromThatMomentUntilItIsDone() {
        KeyReference waiting = destroyedAt(tenant(), "key");
        assertOursFrom(NOW);

        KeyReference again = waiting.with(waiting.lifecycle().destroying(KeyReferences.later(2), NOW.plusSeconds(9)));
        store().update(again);
        assertOursFrom(NOW.plusSeconds(9));

        store().update(again.with(again.lifecycle().destroyed(KeyReferences.later(3))));
        assertThat(withDueWork(NOW.plusSeconds(9))).isEmpty();
    }

    @Test
    default void tenantsWithDueWork_destructionOfDeletedKey_none() {
        delete(destroyedAt(tenant(), "key"));
        store().update(destroyedAt(stranger(), "key").deleting(KeyReferences.later(2)));

        assertThat(withDueWork(NOW)).isEmpty();
    }

    @Test
    default void tenantsWithDueWork_muchOfSeveralTenants_eachOnce() {
        for (TenantId each : List.of(tenant(), stranger())) {
            for (String alias : List.of("a", "b", "c")) {
                destroyedAt(each, alias);
                persistence().rotations().insert(TenantRows.rotation(each, alias));
                persistence().rotationPolicies().insert(TenantRows.policy(each, alias));
            }
        }

        assertThat(withDueWork(NOW)).containsExactlyInAnyOrder(tenant(), stranger());
    }
}
