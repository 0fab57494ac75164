package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyReference;
import org.junit.jupiter.api.Test;

/** A name means one key: what is unique, among what, and until when. */
interface NameRules extends StoreFixture {

    /** Refused with a sentence that names the name, and nothing of it stays. */
    default void assertRefused(KeyReference reference, String name) {
        var before = all(tenant());
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> store().insert(reference))
                .withMessageContaining("'" + name + "'");
        assertThat(all(tenant())).isEqualTo(before);
        assertThat(versions(tenant(), reference.name().alias().value())).doesNotContain(reference);
        assertThat(reference.identity().stream()
                        .flatMap(i -> byKid(tenant(), i.kid().value()).stream()))
                .doesNotContain(reference);
    }

    @Test
    default void insert_aliasAndVersionTaken_refused() {
        KeyReferences.of(tenant(), "key").insertedInto(store());

        assertRefused(KeyReferences.of(tenant(), "key").live(), "key");
        assertRefused(KeyReferences.of(tenant(), "key").creating(), "key");
        assertRefused(
                KeyReferences.of(tenant(), "key").provider("other-provider").live(), "key");
    }

    @Test
    default void insert_aliasReserved_refused() {
        store().insert(KeyReferences.creating(tenant(), "key"));

        assertRefused(KeyReferences.live(tenant(), "key"), "key");
        assertRefused(KeyReferences.creating(tenant(), "key"), "key");
    }

    @Test
    default void insert_aliasBeingDeleted_refused() {
        KeyReference live = KeyReferences.of(tenant(), "key").insertedInto(store());
        store().update(live.deleting(KeyReferences.later(1)));

        assertRefused(KeyReferences.live(tenant(), "key"), "key");
    }

    @Test
    default void insert_nextVersion_accepted() {
        KeyReference first = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference second = KeyReferences.of(tenant(), "key").version(2).insertedInto(store());

        assertThat(versions(tenant(), "key")).containsExactly(second, first);
    }

    @Test
    default void insert_kidTakenAtProvider_refused() {
        KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store());

        assertRefused(KeyReferences.of(tenant(), "other").kid("kid").live(), "kid");
        assertRefused(KeyReferences.of(tenant(), "key").version(2).kid("kid").live(), "kid");
    }

    @Test
    default void insert_kidTakenAtOtherProvider_accepted() {
        KeyReference here = KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store());
        KeyReference there = KeyReferences.of(tenant(), "other")
                .kid("kid")
                .provider("zzz-provider")
                .insertedInto(store());

        assertThat(byKid(tenant(), "kid")).containsExactly(here, there);
    }

    @Test
    default void insert_aliasIsKidOfOtherKey_refused() {
        KeyReferences.of(tenant(), "key").kid("name").insertedInto(store());

        assertRefused(KeyReferences.creating(tenant(), "name"), "name");
        assertRefused(KeyReferences.live(tenant(), "name"), "name");
        assertRefused(
                KeyReferences.of(tenant(), "name").provider("other-provider").live(), "name");
        assertRefused(KeyReferences.of(tenant(), "name").version(2).live(), "name");
    }

    @Test
    default void insert_kidIsAliasOfOtherKey_refused() {
        KeyReferences.of(tenant(), "name").insertedInto(store());
        store().insert(KeyReferences.creating(tenant(), "reserved"));

        assertRefused(KeyReferences.of(tenant(), "key").kid("name").live(), "name");
        assertRefused(KeyReferences.of(tenant(), "key").kid("reserved").live(), "reserved");
        assertRefused(
                KeyReferences.of(tenant(), "key")
                        .kid("name")
                        .provider("other-provider")
                        .live(),
                "name");
    }

    @Test
    default void insert_aliasIsOwnKid_accepted() {
        KeyReference first = KeyReferences.of(tenant(), "name").kid("name").insertedInto(store());
        KeyReference second = KeyReferences.of(tenant(), "name").version(2).insertedInto(store());

        assertThat(versions(tenant(), "name")).containsExactly(second, first);
        assertThat(byKid(tenant(), "name")).containsExactly(first);
    }

    @Test
    default void insert_sameReferenceTwice_refused() {
        KeyReference stored = KeyReferences.of(tenant(), "key").insertedInto(store());

        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().insert(stored));
        assertThat(all(tenant())).containsExactly(stored);
    }

    @Test
    default void insert_namesOfDeletedKey_accepted() {
        for (int round = 0; round < 3; round++) {
            KeyReference again = KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store());
            assertThat(versions(tenant(), "key")).containsExactly(again);
            assertThat(byKid(tenant(), "kid")).containsExactly(again);
            delete(again);
        }

        KeyReferences.of(tenant(), "kid").kid("key").insertedInto(store());
        assertThat(versions(tenant(), "key")).isEmpty();
    }

    @Test
    default void insert_namesOfKeyThatNeverCameToBe_accepted() {
        KeyReference reservation = KeyReferences.creating(tenant(), "key");
        store().insert(reservation);
        store().update(reservation.deleted(KeyReferences.later(1)));

        KeyReference again = KeyReferences.of(tenant(), "key").insertedInto(store());

        assertThat(versions(tenant(), "key")).containsExactly(again);
    }

    @Test
    default void update_kidTakenMeanwhile_refused() {
        KeyReference reservation = KeyReferences.creating(tenant(), "key");
        store().insert(reservation);
        KeyReferences.of(tenant(), "other").kid("taken-kid").insertedInto(store());
        KeyReferences.of(tenant(), "taken-alias").insertedInto(store());

        for (String kid : new String[] {"taken-kid", "taken-alias"}) {
            KeyIdentity identity = KeyReferences.of(tenant(), "key").kid(kid).identity();
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> store().update(reservation.live(identity, KeyReferences.later(1))))
                    .withMessageContaining("'" + kid + "'");
            assertThat(versions(tenant(), "key")).containsExactly(reservation);
        }
    }

    @Test
    default void update_kidAsAlias_renames() {
        KeyReference reservation = KeyReferences.creating(tenant(), "provisional");
        store().insert(reservation);
        KeyIdentity identity = KeyReferences.of(tenant(), "x").kid("the-kid").identity();
        KeyReference live = reservation.liveUnderKid(identity, KeyReferences.later(1));
        store().update(live);

        assertThat(versions(tenant(), "the-kid")).containsExactly(live);
        assertThat(byKid(tenant(), "the-kid")).containsExactly(live);
        assertThat(versions(tenant(), "provisional")).isEmpty();
    }

    @Test
    default void update_kidAsAliasTaken_refused() {
        KeyReference reservation = KeyReferences.creating(tenant(), "provisional");
        store().insert(reservation);
        KeyReferences.of(tenant(), "the-kid").insertedInto(store());
        KeyIdentity identity = KeyReferences.of(tenant(), "x").kid("the-kid").identity();

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> store().update(reservation.liveUnderKid(identity, KeyReferences.later(1))))
                .withMessageContaining("'the-kid'");
        assertThat(versions(tenant(), "provisional")).containsExactly(reservation);
    }
}
