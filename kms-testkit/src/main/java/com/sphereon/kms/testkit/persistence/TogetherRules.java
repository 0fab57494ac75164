package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several references change together or not at all. */
interface TogetherRules extends StoreFixture {

    /** None of them is written, in whatever order they come. */
    default void assertRefusedTogether(KeyReference good, KeyReference bad, String name) {
        List<KeyReference> before = all(tenant());
        for (List<KeyReference> both : List.of(List.of(good, bad), List.of(bad, good))) {
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> store().update(both))
                    .withMessageContaining("'" + name + "'");
            assertThat(all(tenant())).isEqualTo(before);
            assertThat(versions(tenant(), good.name().alias().value())).doesNotContain(good);
        }
        store().update(List.of(good));
        assertThat(versions(tenant(), good.name().alias().value())).contains(good);
    }

    @Test
    default void update_several_allChanged() {
        KeyReference first = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference second = KeyReferences.of(tenant(), "key")
                .version(2)
                .state(KeyState.PRE_ACTIVE)
                .insertedInto(store());
        KeyReference untouched = KeyReferences.of(tenant(), "other").insertedInto(store());
        assertThat(versions(tenant(), "key")).containsExactly(second, first);

        KeyReference newFirst = UpdateRules.with(first, 1, KeyState.DEACTIVATED);
        KeyReference newSecond = UpdateRules.with(second, 1, KeyState.ACTIVE);
        store().update(List.of(newFirst, newSecond));

        assertThat(versions(tenant(), "key")).containsExactly(newSecond, newFirst);
        assertThat(versions(tenant(), "other")).containsExactly(untouched);
        assertThat(store().isCurrent(first)).isFalse();
        assertThat(store().isCurrent(second)).isFalse();
        assertThat(store().isCurrent(newFirst)).isTrue();
    }

    @Test
    default void update_none_nothingHappens() {
        KeyReference key = KeyReferences.of(tenant(), "key").insertedInto(store());
        store().update(List.of());

        assertThat(all(tenant())).containsExactly(key);
    }

    @Test
    default void update_oneOfSeveralStale_noneChanged() {
        KeyReference one = KeyReferences.of(tenant(), "one").insertedInto(store());
        KeyReference two = KeyReferences.of(tenant(), "two").insertedInto(store());
        store().update(UpdateRules.with(two, 1, KeyState.SUSPENDED));

        assertRefusedTogether(
                UpdateRules.with(one, 1, KeyState.ACTIVE), UpdateRules.with(two, 1, KeyState.ACTIVE), "two");
    }

    @Test
    default void update_oneOfSeveralUnknown_noneChanged() {
        KeyReference one = KeyReferences.of(tenant(), "one").insertedInto(store());
        KeyReference unknown = KeyReferences.live(tenant(), "unknown");

        assertRefusedTogether(
                UpdateRules.with(one, 1, KeyState.SUSPENDED), UpdateRules.with(unknown, 1, KeyState.ACTIVE), "unknown");
    }

    @Test
    default void update_nameOfOneOfSeveralTaken_noneChanged() {
        KeyReference one = KeyReferences.of(tenant(), "one").insertedInto(store());
        KeyReferences.of(tenant(), "taken").kid("taken-kid").insertedInto(store());
        KeyReferenceBuilder late = KeyReferences.of(tenant(), "late").kid("taken-kid");
        KeyReference creating = late.creating();
        store().insert(creating);

        assertRefusedTogether(
                UpdateRules.with(one, 1, KeyState.SUSPENDED),
                creating.live(late.identity(), KeyReferences.later(1)),
                "taken-kid");
    }

    @Test
    default void update_ofTwoTenants_refusedAndNoneChanged() {
        KeyReference ours = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference theirs = KeyReferences.of(stranger(), "key").insertedInto(store());
        KeyReference ourNext = UpdateRules.with(ours, 1, KeyState.SUSPENDED);
        KeyReference theirNext = UpdateRules.with(theirs, 1, KeyState.SUSPENDED);

        for (List<KeyReference> both : List.of(List.of(ourNext, theirNext), List.of(theirNext, ourNext))) {
            assertThatIllegalArgumentException().isThrownBy(() -> store().update(both));
            assertThat(versions(tenant(), "key")).containsExactly(ours);
            assertThat(versions(stranger(), "key")).containsExactly(theirs);
        }
        store().update(List.of(ourNext));
        store().update(List.of(theirNext));
        assertThat(versions(tenant(), "key")).containsExactly(ourNext);
        assertThat(versions(stranger(), "key")).containsExactly(theirNext);
    }

    /** Whoever reads a key while its versions change places sees one that signs, always. */
    @Test
    default void update_severalWhileOthersRead_seenTogether() {
        int rounds = 30;
        KeyReference first = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference second = KeyReferences.of(tenant(), "key").version(2).insertedInto(store());

        List<Boolean> seen = Clients.together(20, i -> () -> {
            for (int round = 1; round <= rounds; round++) {
                if (i == 0) {
                    store().update(List.of(
                            UpdateRules.with(first, round, KeyState.ACTIVE),
                            UpdateRules.with(second, round, KeyState.SUSPENDED)));
                } else if (versions(tenant(), "key").stream()
                                .map(KeyReference::revision)
                                .distinct()
                                .count()
                        != 1) {
                    return false;
                }
            }
            return true;
        });

        assertThat(seen).hasSize(20).containsOnly(true);
        assertThat(versions(tenant(), "key")).extracting(KeyReference::revision).containsOnly((long) rounds);
    }

    @Test
    default void update_overlappingListsAtOnce_oneWins() {
        KeyReference one = KeyReferences.of(tenant(), "one").insertedInto(store());
        KeyReference two = KeyReferences.of(tenant(), "two").insertedInto(store());
        List<List<KeyReference>> wishes = IntStream.range(0, 40)
                .mapToObj(i -> i % 2 == 0
                        ? List.of(
                                UpdateRules.with(one, 1, UpdateRules.anyState(i)),
                                UpdateRules.with(two, 1, UpdateRules.anyState(i)))
                        : List.of(
                                UpdateRules.with(two, 1, UpdateRules.anyState(i)),
                                UpdateRules.with(one, 1, UpdateRules.anyState(i))))
                .toList();

        List<List<KeyReference>> winners = Clients.winners(wishes, changed -> store().update(changed));

        assertThat(winners).hasSize(1);
        assertThat(all(tenant())).containsExactlyInAnyOrderElementsOf(winners.getFirst());
    }
}
