package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Version 1 begins a key, so it comes to no alias that has any version still. */
interface FirstVersionRules extends StoreFixture {

    /** Refused in each form, with the sentence about the alias, and all stays as it was. */
    default void assertNoFirstVersion(String alias) {
        List<KeyReference> before = versions(tenant(), alias);
        assertThat(before).isNotEmpty();
        for (KeyReference first : List.of(
                KeyReferences.live(tenant(), alias),
                KeyReferences.creating(tenant(), alias),
                KeyReferences.of(tenant(), alias).provider("other-provider").live())) {
            assertTaken(alias, () -> store().insert(first));
            assertThat(store().findById(tenant(), first.id())).isEmpty();
        }
        assertThat(versions(tenant(), alias)).isEqualTo(before);
    }

    private static void assertTaken(String alias, Runnable write) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(write::run)
                .withMessage("alias '%s' is taken", alias);
    }

    /** A reservation without a name, and the same when its kid becomes its alias. */
    private KeyReference reservation(int version) {
        KeyReference reservation =
                KeyReferences.of(tenant(), "provisional").version(version).creating();
        store().insert(reservation);
        return reservation;
    }

    private KeyReference renamed(KeyReference reservation, String kid) {
        KeyIdentity identity = KeyReferences.of(tenant(), "x").kid(kid).identity();
        return reservation.liveUnderKid(identity, KeyReferences.later(1));
    }

    private boolean isInserted(KeyReference reference) {
        try {
            store().insert(reference);
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }

    @Test
    default void insertFirst_laterVersionInAnyProgress_refused() {
        KeyReferences.of(tenant(), "live").version(2).insertedInto(store());
        store().insert(KeyReferences.of(tenant(), "creating").version(3).creating());
        store().update(KeyReferences.of(tenant(), "deleting")
                .version(Integer.MAX_VALUE)
                .insertedInto(store())
                .deleting(KeyReferences.later(1)));

        assertNoFirstVersion("live");
        assertNoFirstVersion("creating");
        assertNoFirstVersion("deleting");
    }

    @Test
    default void insertFirst_laterVersionInAnyState_refused() {
        for (KeyState state : KeyState.values()) {
            String alias = state.name();
            KeyReferences.of(tenant(), alias).version(2).state(state).insertedInto(store());

            assertNoFirstVersion(alias);
        }
    }

    /** What a rotated key is left with when its first version was deleted. */
    @Test
    default void insertFirst_firstDeletedAndSecondNot_refusedUntilItIsToo() {
        KeyReference first = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference second = KeyReferences.of(tenant(), "key").version(2).insertedInto(store());
        delete(first);
        assertNoFirstVersion("key");

        delete(second);
        KeyReference again = KeyReferences.of(tenant(), "key").insertedInto(store());

        assertThat(versions(tenant(), "key")).containsExactly(again);
    }

    @Test
    default void insertFirst_strangersOrOtherAliasHasVersions_accepted() {
        KeyReferences.of(stranger(), "key").version(2).insertedInto(store());
        KeyReferences.of(tenant(), "KEY").version(2).insertedInto(store());
        KeyReferences.of(tenant(), "key-").version(2).insertedInto(store());

        KeyReference first = KeyReferences.of(tenant(), "key").insertedInto(store());

        assertThat(versions(tenant(), "key")).containsExactly(first);
    }

    @Test
    default void insertLater_anyOtherVersionOrNone_accepted() {
        KeyReference third = KeyReferences.of(tenant(), "key").version(3).insertedInto(store());
        KeyReference second = KeyReferences.of(tenant(), "key").version(2).insertedInto(store());
        KeyReference eleventh = KeyReferences.of(tenant(), "key").version(11).insertedInto(store());

        assertThat(versions(tenant(), "key")).containsExactly(eleventh, third, second);
    }

    /** A first version that has its alias already is in nobody's way. */
    @Test
    default void updateFirst_laterVersionsThere_accepted() {
        KeyReference first = KeyReferences.creating(tenant(), "key");
        store().insert(first);
        KeyReference second = KeyReferences.of(tenant(), "key").version(2).insertedInto(store());

        KeyReference live = first.live(KeyReferences.of(tenant(), "key").identity(), KeyReferences.later(1));
        store().update(live);
        assertThat(versions(tenant(), "key")).containsExactly(second, live);
        KeyReference suspended = UpdateRules.with(live, 2, KeyState.SUSPENDED);
        store().update(List.of(suspended, UpdateRules.with(second, 1, KeyState.SUSPENDED)));

        assertThat(versions(tenant(), "key")).contains(suspended).hasSize(2);
        assertThat(delete(suspended)).isNotIn(versions(tenant(), "key"));
    }

    @Test
    default void renameFirst_laterVersionOfThatAliasThere_refused() {
        KeyReferences.of(tenant(), "live").version(2).insertedInto(store());
        store().insert(KeyReferences.of(tenant(), "creating").version(3).creating());
        store().update(KeyReferences.of(tenant(), "deleting")
                .version(2)
                .insertedInto(store())
                .deleting(KeyReferences.later(1)));
        KeyReference reservation = reservation(1);

        for (String alias : List.of("live", "creating", "deleting")) {
            List<KeyReference> before = versions(tenant(), alias);
            assertTaken(alias, () -> store().update(renamed(reservation, alias)));
            assertThat(versions(tenant(), alias)).isEqualTo(before).hasSize(1);
            assertThat(versions(tenant(), "provisional")).containsExactly(reservation);
        }
    }

    @Test
    default void renameFirst_versionsOfThatAliasDeletedOrStrangers_accepted() {
        delete(KeyReferences.of(tenant(), "the-kid").version(2).insertedInto(store()));
        KeyReferences.of(stranger(), "the-kid").version(2).insertedInto(store());
        KeyReferences.of(tenant(), "THE-KID").version(2).insertedInto(store());
        KeyReference other = KeyReferences.creating(tenant(), "other");
        store().insert(other);
        KeyReference live = renamed(other, "the-kid");
        store().update(live);

        assertThat(versions(tenant(), "the-kid")).containsExactly(live);
        assertThat(versions(tenant(), "other")).isEmpty();
    }

    @Test
    default void renameSecond_otherVersionsOfThatAliasThere_accepted() {
        KeyReference third = KeyReferences.of(tenant(), "the-kid").version(3).insertedInto(store());
        KeyReference second = renamed(reservation(2), "the-kid");
        store().update(second);

        assertThat(versions(tenant(), "the-kid")).containsExactly(third, second);
    }

    /** Who saw that there is a second version must not see a first one come after it. */
    @Test
    default void insertFirst_whileSecondIsWritten_neverAfterIt() {
        for (int round = 0; round < 20; round++) {
            String alias = "key-" + round;
            AtomicBoolean secondIsThere = new AtomicBoolean();
            List<Boolean> kept = Clients.together(12, i -> () -> {
                if (i == 0) {
                    KeyReferences.of(tenant(), alias).version(2).insertedInto(store());
                    secondIsThere.set(true);
                    return true;
                }
                boolean late = secondIsThere.get();
                KeyReference first = KeyReferences.live(tenant(), alias);
                return !isInserted(first) || !late;
            });
            assertThat(kept).as(alias).hasSize(12).containsOnly(true);
            assertThat(versions(tenant(), alias)).hasSizeBetween(1, 2);
        }
    }
}
