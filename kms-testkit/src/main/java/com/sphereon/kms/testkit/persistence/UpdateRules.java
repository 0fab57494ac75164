package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Progress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A reference changes by one revision at a time, and only from what is stored. */
interface UpdateRules extends StoreFixture {

    default void assertStale(KeyReference changed) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> store().update(changed))
                .withMessageContaining("'" + changed.name().alias() + "'");
    }

    /** Another one for each of six numbers in a row. */
    static KeyState anyState(int number) {
        List<KeyState> states = List.of(KeyState.values());
        return states.get(number % states.size());
    }

    /** The same with another revision and state. */
    static KeyReference with(KeyReference reference, long revision, KeyState state) {
        return new KeyReference(
                reference.id(),
                reference.name(),
                reference.provider(),
                reference.origin(),
                reference.parameters(),
                reference.identity(),
                reference.progress(),
                Lifecycles.in(state, KeyReferences.later((int) revision)),
                reference.created(),
                KeyReferences.later((int) revision),
                Optional.empty(),
                revision);
    }

    @Test
    default void update_creatingToLive_replaced() {
        KeyReferenceBuilder builder = KeyReferences.of(tenant(), "key");
        KeyReference reservation = builder.creating();
        store().insert(reservation);
        KeyReference live = reservation.live(builder.identity(), KeyReferences.later(1));

        store().update(live);

        assertThat(versions(tenant(), "key")).containsExactly(live);
        assertThat(byKid(tenant(), live.kid().value())).containsExactly(live);
        assertThat(live.progress()).isEqualTo(Progress.LIVE);
        assertThat(live.revision()).isEqualTo(1);
    }

    @Test
    default void update_manyRevisions_lastOneStored() {
        KeyReference stored = KeyReferences.of(tenant(), "key").insertedInto(store());
        for (int revision = 1; revision <= 20; revision++) {
            store().update(with(stored, revision, anyState(revision)));
        }

        assertThat(versions(tenant(), "key")).containsExactly(with(stored, 20, anyState(20)));
    }

    @Test
    default void update_wrongRevision_refused() {
        KeyReference stored = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference current = with(stored, 1, KeyState.SUSPENDED);
        store().update(current);

        assertStale(with(stored, 0, KeyState.ACTIVE));
        assertStale(with(stored, 1, KeyState.ACTIVE));
        assertStale(with(stored, 3, KeyState.ACTIVE));
        assertThat(versions(tenant(), "key")).containsExactly(current);
    }

    @Test
    default void update_neverInserted_refused() {
        KeyReference stored = KeyReferences.of(tenant(), "key").insertedInto(store());

        assertStale(with(KeyReferences.live(tenant(), "unknown"), 1, KeyState.ACTIVE));
        assertThat(all(tenant())).containsExactly(stored);
    }

    @Test
    default void update_otherVersionOfTheKey_unchanged() {
        KeyReference first = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference second = KeyReferences.of(tenant(), "key").version(2).insertedInto(store());
        KeyReference suspended = with(second, 1, KeyState.SUSPENDED);
        store().update(suspended);

        assertThat(versions(tenant(), "key")).containsExactly(suspended, first);
    }

    @Test
    default void update_deletedTwice_refused() {
        KeyReference live = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference deleting = live.deleting(KeyReferences.later(1));
        delete(live);

        assertStale(live.deleting(KeyReferences.later(3)));
        assertStale(deleting.deleted(KeyReferences.later(3)));
        assertThat(versions(tenant(), "key")).isEmpty();
    }

    /** History does not come in the way of a key that bears the names now. */
    @Test
    default void update_deletedWhileNamesAreInUseAgain_otherKeyUnchanged() {
        KeyReference old = delete(KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store()));
        KeyReference now = KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store());

        assertStale(old.deleted(KeyReferences.later(9)).deleted(KeyReferences.later(9)));
        store().update(old.deleted(KeyReferences.later(9)));

        assertThat(versions(tenant(), "key")).containsExactly(now);
    }

    /** What is deleted stays in the way of nobody, until somebody brings it back under names that are taken. */
    @Test
    default void update_deletedBackToLifeUnderTakenName_refused() {
        KeyReference old = KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store());
        delete(old);
        KeyReference now = KeyReferences.of(tenant(), "key").insertedInto(store());

        assertStale(with(old, 3, KeyState.ACTIVE));
        assertThat(versions(tenant(), "key")).containsExactly(now);
    }
}
