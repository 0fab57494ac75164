package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.TenantId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many at once get what they would get one after the other, and nobody fails for lack of a turn. */
interface ConcurrencyRules extends StoreFixture {
    /** As many clients as the service promises to serve at once. */
    int CLIENTS = 200;

    @Test
    default void insert_oneAliasByManyAtOnce_oneWins() {
        List<KeyReference> winners = winners(
                references(i -> KeyReferences.of(tenant(), "wanted").live()), reference -> store().insert(reference));

        assertThat(winners).hasSize(1);
        assertThat(versions(tenant(), "wanted")).isEqualTo(winners);
        assertThat(all(tenant())).isEqualTo(winners);
    }

    @Test
    default void insert_oneKidByManyAtOnce_oneWins() {
        List<KeyReference> winners = winners(
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
        List<KeyReference> winners = winners(
                references(i -> i % 2 == 0
                        ? KeyReferences.of(tenant(), "wanted").version(1 + i).live()
                        : KeyReferences.of(tenant(), "key-" + i).kid("wanted").live()),
                reference -> store().insert(reference));

        boolean aliasWon = !versions(tenant(), "wanted").isEmpty();
        assertThat(byKid(tenant(), "wanted")).hasSize(aliasWon ? 0 : 1);
        assertThat(winners).hasSize(aliasWon ? CLIENTS / 2 : 1);
    }

    @Test
    default void insert_differentKeysByManyAtOnce_allWin() {
        List<KeyReference> wishes = references(i -> KeyReferences.live(i % 2 == 0 ? tenant() : stranger(), "key-" + i));

        assertThat(winners(wishes, reference -> store().insert(reference))).isEqualTo(wishes);
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
        List<KeyReference> winners = winners(
                references(i -> UpdateRules.with(stored, 1, UpdateRules.anyState(i))),
                changed -> store().update(changed));

        assertThat(winners).hasSize(1);
        assertThat(versions(tenant(), "key")).isEqualTo(winners);
    }

    @Test
    default void find_whileOthersWrite_seesWholeReferencesOnly() {
        KeyReference stored = KeyReferences.of(tenant(), "key").insertedInto(store());
        List<Boolean> seen = together(i -> () -> {
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

    private static List<KeyReference> references(Function<Integer, KeyReference> make) {
        return IntStream.range(0, CLIENTS).mapToObj(make::apply).toList();
    }

    /** Those whose write returned. All others got a conflict; anything else fails the test. */
    private static List<KeyReference> winners(List<KeyReference> references, Consumer<KeyReference> write) {
        List<Boolean> won = together(i -> () -> {
            try {
                write.accept(references.get(i));
                return true;
            } catch (ConflictException e) {
                return false;
            }
        });
        return IntStream.range(0, references.size())
                .filter(won::get)
                .mapToObj(references::get)
                .toList();
    }

    /** All start when the last one is ready. */
    private static <T> List<T> together(Function<Integer, Callable<T>> action) {
        CountDownLatch ready = new CountDownLatch(CLIENTS);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> clients.submit(() -> {
                        ready.countDown();
                        ready.await();
                        return action.apply(i).call();
                    }))
                    .toList();
            return results.stream().map(ConcurrencyRules::result).toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed", e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
