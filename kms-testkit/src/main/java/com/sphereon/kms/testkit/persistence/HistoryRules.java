package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.ProviderId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was deleted can be looked up, and comes in the way of nothing that lives. */
interface HistoryRules extends StoreFixture {

    @Test
    default void findById_everyProgress_found() {
        KeyReference live = KeyReferences.of(tenant(), "live").insertedInto(store());
        KeyReference creating = KeyReferences.creating(tenant(), "creating");
        store().insert(creating);
        KeyReference deleting =
                KeyReferences.of(tenant(), "deleting").insertedInto(store()).deleting(KeyReferences.later(1));
        store().update(deleting);
        KeyReference deleted = delete(KeyReferences.of(tenant(), "deleted").insertedInto(store()));
        KeyReference never = KeyReferences.creating(tenant(), "never");
        store().insert(never);
        store().update(never.deleted(KeyReferences.later(3)));

        for (KeyReference stored :
                new KeyReference[] {live, creating, deleting, deleted, never.deleted(KeyReferences.later(3))}) {
            assertThat(store().findById(tenant(), stored.id())).contains(stored);
        }
    }

    @Test
    default void findById_changedSince_asStored() {
        KeyReference before = KeyReferences.of(tenant(), "key").insertedInto(store());
        assertThat(store().findById(tenant(), before.id())).contains(before);
        KeyReference now = UpdateRules.with(before, 1, KeyState.SUSPENDED);
        store().update(now);

        assertThat(store().findById(tenant(), before.id())).contains(now);
    }

    @Test
    default void findById_unknownOrStrangers_nothing() {
        KeyReference theirs = KeyReferences.of(stranger(), "key").insertedInto(store());
        KeyReference gone = delete(KeyReferences.of(stranger(), "gone").insertedInto(store()));

        assertThat(store().findById(tenant(), UUID.randomUUID())).isEmpty();
        assertThat(store().findById(tenant(), theirs.id())).isEmpty();
        assertThat(store().findById(tenant(), gone.id())).isEmpty();
    }

    @Test
    default void findHeldAs_liveAndDeleted_bothFound() {
        KeyReference gone =
                delete(KeyReferences.of(tenant(), "a").providerKeyId("held").insertedInto(store()));
        KeyReference live =
                KeyReferences.of(tenant(), "b").providerKeyId("held").insertedInto(store());

        assertThat(store().findHeldAs(tenant(), live.provider(), "held")).containsExactly(gone, live);
    }

    @Test
    default void findHeldAs_otherNameProviderOrTenant_nothing() {
        KeyReference live =
                KeyReferences.of(tenant(), "key").providerKeyId("held").insertedInto(store());

        assertThat(store().findHeldAs(tenant(), live.provider(), "HELD")).isEmpty();
        assertThat(store().findHeldAs(tenant(), live.provider(), "hel")).isEmpty();
        assertThat(store().findHeldAs(tenant(), new ProviderId("elsewhere"), "held"))
                .isEmpty();
        assertThat(store().findHeldAs(stranger(), live.provider(), "held")).isEmpty();
    }

    @Test
    default void findDeleted_byAliasAndByKid_lastOneFound() {
        KeyReference first = KeyReferences.of(tenant(), "key").kid("one").insertedInto(store());
        first = deletedAfter(first, 10);
        KeyReference second =
                deletedAfter(KeyReferences.of(tenant(), "key").kid("two").insertedInto(store()), 30);
        deletedAfter(KeyReferences.of(tenant(), "other").kid("two").insertedInto(store()), 20);
        KeyReference aliasOfKid =
                deletedAfter(KeyReferences.of(tenant(), "one").kid("three").insertedInto(store()), 5);

        assertThat(store().findDeleted(tenant(), "key")).contains(second);
        assertThat(store().findDeleted(tenant(), "two")).contains(second);
        assertThat(store().findDeleted(tenant(), "one")).contains(first);
        assertThat(store().findDeleted(tenant(), "three")).contains(aliasOfKid);
    }

    @Test
    default void findDeleted_nameInUse_nothing() {
        delete(KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store()));
        KeyReference live = KeyReferences.of(tenant(), "key").kid("new").insertedInto(store());
        delete(KeyReferences.of(tenant(), "other").kid("new-too").insertedInto(store()));
        store().insert(KeyReferences.creating(tenant(), "other"));
        KeyReference deleting = KeyReferences.of(tenant(), "x").kid("new-too").insertedInto(store());
        store().update(deleting.deleting(KeyReferences.later(1)));

        assertThat(store().findDeleted(tenant(), "key")).isEmpty();
        assertThat(store().findDeleted(tenant(), "other")).isEmpty();
        assertThat(store().findDeleted(tenant(), "new-too")).isEmpty();
        assertThat(store().findDeleted(tenant(), live.kid().value())).isEmpty();
        assertThat(store().findDeleted(tenant(), "kid")).isPresent();
    }

    @Test
    default void findDeleted_unknownOtherCaseOrStrangers_nothing() {
        delete(KeyReferences.of(stranger(), "theirs").kid("their-kid").insertedInto(store()));
        delete(KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store()));

        for (String name : new String[] {
            "theirs",
            "their-kid",
            "KEY",
            "Kid",
            "ke",
            "key ",
            "kid ",
            "\u043a\u043b\u044e\u0447",
            "key%",
            "k_y",
            "",
            "'",
            "."
        }) {
            assertThat(store().findDeleted(tenant(), name)).as(name).isEmpty();
        }
    }

    private KeyReference deletedAfter(KeyReference live, int seconds) {
        KeyReference deleting = live.deleting(KeyReferences.later(seconds - 1));
        store().update(deleting);
        KeyReference deleted = deleting.deleted(KeyReferences.later(seconds));
        store().update(deleted);
        return deleted;
    }
}
