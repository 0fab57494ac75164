package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an interrupted process left is found again. */
interface UnfinishedRules extends StoreFixture {
    Instant LONG_AFTER = KeyReferences.CREATED.at().plusSeconds(3600);

    /** Of our two tenants only: others may share the database. */
    default List<KeyReference> unfinished(Instant before) {
        Set<TenantId> ours = Set.of(tenant(), stranger());
        return store().findUnfinished(before).stream()
                .filter(reference -> ours.contains(reference.name().tenant()))
                .toList();
    }

    @Test
    default void findUnfinished_creatingAndDeletingOfAllTenants_found() {
        KeyReference creating = KeyReferences.creating(tenant(), "creating");
        store().insert(creating);
        KeyReference theirs = KeyReferences.creating(stranger(), "creating");
        store().insert(theirs);
        KeyReference deleting =
                KeyReferences.of(tenant(), "deleting").insertedInto(store()).deleting(KeyReferences.later(1));
        store().update(deleting);

        assertThat(unfinished(LONG_AFTER)).containsExactlyInAnyOrder(creating, theirs, deleting);
    }

    @Test
    default void findUnfinished_liveAndDeleted_notFound() {
        KeyReferences.of(tenant(), "live").insertedInto(store());
        delete(KeyReferences.of(tenant(), "deleted").insertedInto(store()));
        KeyReference reservation = KeyReferences.creating(tenant(), "finished");
        store().insert(reservation);
        store().update(reservation.live(KeyReferences.of(tenant(), "finished").identity(), KeyReferences.later(1)));

        assertThat(unfinished(LONG_AFTER)).isEmpty();
    }

    @Test
    default void findUnfinished_touchedAtThatMoment_notFound() {
        Instant moment = Instant.parse("2026-05-05T05:05:05.050505Z");
        KeyReference before = unfinishedAt(moment.minus(1, ChronoUnit.MICROS), "a");
        unfinishedAt(moment, "b");
        unfinishedAt(moment.plus(1, ChronoUnit.MICROS), "c");
        KeyReference secondBefore = unfinishedAt(moment.truncatedTo(ChronoUnit.SECONDS), "d");
        unfinishedAt(moment.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1), "e");

        assertThat(unfinished(moment)).containsExactlyInAnyOrder(before, secondBefore);
    }

    /** It is the last change that counts, not the first. */
    @Test
    default void findUnfinished_createdLongAgoButTouchedNow_notFound() {
        KeyReference live = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference deleting = live.deleting(KeyReferences.later(10));
        store().update(deleting);

        assertThat(unfinished(KeyReferences.later(10).at())).isEmpty();
        assertThat(unfinished(KeyReferences.later(11).at())).containsExactly(deleting);
    }

    private KeyReference unfinishedAt(Instant moment, String alias) {
        KeyReference reference = KeyReferences.of(tenant(), alias)
                .created(new Change(moment, "clock"))
                .creating();
        store().insert(reference);
        return reference;
    }
}
