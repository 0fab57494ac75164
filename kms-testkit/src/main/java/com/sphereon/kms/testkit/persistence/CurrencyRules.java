package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import org.junit.jupiter.api.Test;

/** Whoever holds a reference can learn whether it is what is stored still; nothing that is remembered hides a change. */
interface CurrencyRules extends StoreFixture {

    /** Reads it in every way there is, so that whatever remembers things has it. */
    default void readEverywhere(KeyReference reference) {
        String alias = reference.name().alias().value();
        assertThat(versions(reference.name().tenant(), alias)).contains(reference);
        assertThat(byKid(reference.name().tenant(), reference.kid().value())).contains(reference);
    }

    @Test
    default void isCurrent_asStored_true() {
        KeyReference live = KeyReferences.of(tenant(), "key").insertedInto(store());

        assertThat(store().isCurrent(live)).isTrue();
        readEverywhere(live);
        assertThat(store().isCurrent(live)).isTrue();
    }

    @Test
    default void isCurrent_keyThatIsBeingCreated_true() {
        KeyReference creating = KeyReferences.creating(tenant(), "key");
        store().insert(creating);

        assertThat(store().isCurrent(creating)).isTrue();
    }

    @Test
    default void isCurrent_changedSince_false() {
        KeyReference before = KeyReferences.of(tenant(), "key").insertedInto(store());
        readEverywhere(before);
        KeyReference now = UpdateRules.with(before, 1, KeyState.SUSPENDED);
        store().update(now);

        assertThat(store().isCurrent(before)).isFalse();
        readEverywhere(now);
        assertThat(store().isCurrent(now)).isTrue();
        assertThat(store().isCurrent(before)).isFalse();
    }

    @Test
    default void isCurrent_deletedSince_false() {
        KeyReference live = KeyReferences.of(tenant(), "key").insertedInto(store());
        readEverywhere(live);
        KeyReference deleted = delete(live);

        assertThat(store().isCurrent(live)).isFalse();
        assertThat(store().isCurrent(deleted)).isTrue();
        assertThat(versions(tenant(), "key")).isEmpty();
    }

    @Test
    default void isCurrent_neverStored_false() {
        assertThat(store().isCurrent(KeyReferences.live(tenant(), "key"))).isFalse();
    }

    @Test
    default void isCurrent_idOfStranger_false() {
        KeyReference theirs = KeyReferences.of(stranger(), "key").insertedInto(store());
        KeyReference claimed = new KeyReference(
                theirs.id(),
                new KeyName(tenant(), theirs.name().alias(), theirs.name().version()),
                theirs.provider(),
                theirs.origin(),
                theirs.parameters(),
                theirs.identity(),
                theirs.progress(),
                theirs.lifecycle(),
                theirs.created(),
                theirs.updated(),
                theirs.deleted(),
                theirs.revision());

        assertThat(store().isCurrent(claimed)).isFalse();
    }

    /** A change of one key is no reason to doubt another. */
    @Test
    default void isCurrent_otherKeyChangedSince_true() {
        KeyReference key = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference other = KeyReferences.of(tenant(), "other").insertedInto(store());
        readEverywhere(key);
        store().update(UpdateRules.with(other, 1, KeyState.COMPROMISED));

        assertThat(store().isCurrent(key)).isTrue();
    }

    @Test
    default void find_changedSinceItWasRead_changed() {
        KeyReference before = KeyReferences.of(tenant(), "key").insertedInto(store());
        readEverywhere(before);
        KeyReference second = KeyReferences.of(tenant(), "key").version(2).insertedInto(store());
        KeyReference suspended = UpdateRules.with(before, 1, KeyState.SUSPENDED);
        store().update(suspended);

        assertThat(versions(tenant(), "key")).containsExactly(second, suspended);
        assertThat(byKid(tenant(), before.kid().value())).containsExactly(suspended);
    }

    @Test
    default void find_nothingFirstAndInsertedThen_found() {
        assertThat(versions(tenant(), "key")).isEmpty();
        assertThat(byKid(tenant(), "kid")).isEmpty();

        KeyReference live = KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store());

        assertThat(versions(tenant(), "key")).containsExactly(live);
        assertThat(byKid(tenant(), "kid")).containsExactly(live);
    }
}
