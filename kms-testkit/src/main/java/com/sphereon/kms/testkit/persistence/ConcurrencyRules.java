package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.TenantId;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many at once get what they would get one after the other, and nobody fails for lack of a turn. */
interface ConcurrencyRules extends StoreFixture {
    /** As many clients as the service promises to serve at once. */
    int CLIENTS = 200;

    @Test
    default void insert_oneAliasByManyAtOnce_oneWins() {
        List<KeyReference> winners = Clients.winners(
                references(i -> KeyReferences.of(tenant(), "wanted").live()), reference -> store().insert(reference));

        assertThat(winners).hasSize(1);
        assertThat(versions(tenant(), "wanted")).isEqualTo(winners);
        assertThat(all(tenant())).isEqualTo(winners);
    }

    @Test
    default void insert_oneKidByManyAtOnce_oneWins() {
        List<KeyReference> winners = Clients.winners(
                references(i ->
                        KeyReferences.of(tenant(), "key-" + i).kid("wanted").live()),
                reference -> store().insert(reference));

        assertThat(winners).hasSize(1);
        assertThat(byKid(tenant(), "wanted")).isEqualTo(winners);
        assertThat(all(tenant())).isEqualTo(winners);
    }

    /** Each of these would be alone under its unique names; that one name means two keys is what must not be. */
    @Test
    default void insert_oneNameAsAliasAndAsKidAtOnce_oneWins() {
        List<KeyReference> winners = Clients.winners(
                references(i -> i % 2 == 0
                        ? KeyReferences.of(tenant(), "wanted").version(2 + i).live()
                        : KeyReferences.of(tenant(), "key-" + i).kid("wanted").live()),
                reference -> store().insert(reference));

        boolean aliasWon = !versions(tenant(), "wanted").isEmpty();
        assertThat(byKid(tenant(), "wanted")).hasSize(aliasWon ? 0 : 1);
        assertThat(winners).hasSize(aliasWon ? CLIENTS / 2 : 1);
    }

    @Test
    default void insert_differentKeysByManyAtOnce_allWin() {
        List<KeyReference> wishes = references(i -> KeyReferences.live(i % 2 == 0 ? tenant() : stranger(), "key-" + i));

        assertThat(Clients.winners(wishes, reference -> store().insert(reference)))
                .isEqualTo(wishes);
        for (TenantId each : List.of(tenant(), stranger())) {
            assertThat(all(each))
                    .containsExactlyInAnyOrderElementsOf(wishes.stream()
                            .filter(wish -> wish.name().tenant().equals(each))
                            .toList());
        }
    }

    @Test
    default void update_oneRevisionByManyAtOnce_oneWins() {
        KeyReference stored = KeyReferences.of(tenant(), "key").insertedInto(store());
        List<KeyReference> winners = Clients.winners(
                references(i -> UpdateRules.with(stored, 1, UpdateRules.anyState(i))),
                changed -> store().update(changed));

        assertThat(winners).hasSize(1);
        assertThat(versions(tenant(), "key")).isEqualTo(winners);
    }

    @Test
    default void find_whileOthersWrite_seesWholeReferencesOnly() {
        KeyReference stored = KeyReferences.of(tenant(), "key").insertedInto(store());
        List<Boolean> seen = Clients.together(CLIENTS, i -> () -> {
            if (i == 0) {
                for (int revision = 1; revision <= 50; revision++) {
                    store().update(UpdateRules.with(stored, revision, KeyState.SUSPENDED));
                }
                return true;
            }
            return versions(tenant(), "key").stream()
                    .allMatch(found -> found.revision() == 0
                            ? found.equals(stored)
                            : found.equals(UpdateRules.with(stored, found.revision(), KeyState.SUSPENDED)));
        });

        assertThat(seen).hasSize(CLIENTS).containsOnly(true);
        assertThat(versions(tenant(), "key")).containsExactly(UpdateRules.with(stored, 50, KeyState.SUSPENDED));
    }

    private static List<KeyReference> references(IntFunction<KeyReference> make) {
        return IntStream.range(0, CLIENTS).mapToObj(make).toList();
    }
}
