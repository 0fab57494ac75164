package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What verifiers are told, and what is to be destroyed: exactly what the model says of each reference. */
interface PublishedRules extends StoreFixture {
    Instant NOW = Instant.parse("2026-07-08T09:10:11.121314Z");

    /** Just before, at and just after the moment, also where the difference is less than what is stored. */
    List<Instant> MOMENTS = List.of(
            NOW.minusNanos(1_000),
            NOW.minusNanos(1),
            NOW,
            NOW.plusNanos(1),
            NOW.plusNanos(999),
            NOW.plusNanos(1_000),
            NOW.plusNanos(1_001));

    @Test
    default void listPublished_everyLifecycle_asTheModelSays() {
        List<KeyReference> stored = storeEveryLifecycle();

        for (Instant moment : MOMENTS) {
            assertThat(store().listPublished(tenant(), moment))
                    .as("at %s", moment)
                    .containsExactlyInAnyOrderElementsOf(stored.stream()
                            .filter(reference -> reference.lifecycle().isPublished(moment))
                            .toList());
        }
        assertThat(store().listPublished(stranger(), NOW)).isEmpty();
    }

    @Test
    default void findDueDestructions_everyLifecycle_asTheModelSays() {
        List<KeyReference> stored = storeEveryLifecycle();

        for (Instant moment : MOMENTS) {
            List<KeyReference> due = store().findDueDestructions(tenant(), moment);
            assertThat(due)
                    .as("at %s", moment)
                    .containsExactlyInAnyOrderElementsOf(stored.stream()
                            .filter(reference -> reference
                                    .lifecycle()
                                    .destroyAt()
                                    .filter(at -> !at.isAfter(moment))
                                    .isPresent())
                            .toList());
            assertThat(due)
                    .extracting(reference -> reference.lifecycle().destroyAt().orElseThrow())
                    .isSorted();
        }
        assertThat(store().findDueDestructions(stranger(), NOW)).isEmpty();
    }

    private List<KeyReference> storeEveryLifecycle() {
        List<KeyReference> stored = new ArrayList<>();
        for (Lifecycle lifecycle : Lifecycles.around(NOW)) {
            stored.add(KeyReferences.of(tenant(), "key-" + stored.size())
                    .lifecycle(lifecycle)
                    .insertedInto(store()));
        }
        assertThat(stored).hasSize(192);
        return stored;
    }

    @Test
    default void listPublished_keysThatSignNothingForOthers_leftOut() {
        KeySpec p256 = new KeySpec.Ec(Curve.P_256);
        KeyReferences.of(tenant(), "encrypts")
                .parameters(new KeyParameters(
                        p256, new KeyUsage(KeyUse.ENC, Set.of(KeyOperation.DERIVE_KEY)), Optional.empty()))
                .insertedInto(store());
        KindsOfKeys.all().stream()
                .filter(kind ->
                        kind.spec() instanceof KeySpec.Oct && kind.usage().use() == KeyUse.SIG)
                .limit(3)
                .forEach(kind -> KeyReferences.of(tenant(), "secret-" + kind.hashCode())
                        .parameters(kind)
                        .insertedInto(store()));
        KeyReference signing = KeyReferences.of(tenant(), "signs").insertedInto(store());

        assertThat(all(tenant())).hasSize(5);
        assertThat(store().listPublished(tenant(), NOW)).containsExactly(signing);
    }

    /** Every kind of signing key, with the parts of the public key as they are. */
    @Test
    default void listPublished_everyKindOfSigningKey_asStored() {
        List<KeyReference> stored = KindsOfKeys.all().stream()
                .filter(kind -> kind.usage().use() == KeyUse.SIG && !(kind.spec() instanceof KeySpec.Oct))
                .map(kind -> KeyReferences.of(tenant(), "key-" + kind.hashCode())
                        .parameters(kind)
                        .insertedInto(store()))
                .toList();

        assertThat(stored).hasSizeGreaterThan(20);
        assertThat(store().listPublished(tenant(), NOW)).containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    default void listPublishedAndDue_unfinishedAndDeleted_leftOut() {
        Lifecycle due = Lifecycle.active(KeyReferences.CREATED)
                .destructionPlanned(KeyReferences.later(1), Optional.empty(), NOW);
        List<KeyReference> live = Stream.of("live", "deleting", "deleted")
                .map(alias -> KeyReferences.of(tenant(), alias).lifecycle(due).insertedInto(store()))
                .toList();
        store().insert(KeyReferences.of(tenant(), "creating").lifecycle(due).creating());
        store().update(live.get(1).deleting(KeyReferences.later(2)));
        delete(live.get(2));

        assertThat(store().listPublished(tenant(), NOW)).containsExactly(live.getFirst());
        assertThat(store().findDueDestructions(tenant(), NOW)).containsExactly(live.getFirst());
        assertThat(store().findDueDestructions(tenant(), NOW.minusNanos(1_000))).isEmpty();
        assertThat(live.getFirst().progress()).isEqualTo(Progress.LIVE);
    }

    @Test
    default void listPublishedAndDue_stateChanged_atOnce() {
        Lifecycle active = Lifecycle.active(KeyReferences.CREATED);
        KeyReference key = KeyReferences.of(tenant(), "key").lifecycle(active).insertedInto(store());
        assertThat(store().listPublished(tenant(), NOW)).containsExactly(key);

        KeyReference gone = key.with(active.compromised(KeyReferences.later(1), Optional.of("stolen")));
        store().update(gone);
        assertThat(store().listPublished(tenant(), NOW)).isEmpty();

        store().update(gone.with(gone.lifecycle().destroying(KeyReferences.later(2), NOW)));
        assertThat(store().findDueDestructions(tenant(), NOW)).hasSize(1);
        assertThat(all(tenant())).extracting(KeyReference::state).containsExactly(KeyState.DESTROYED);
    }
}
