package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is stored by revision changes by one revision at a time, and only from what is stored. */
interface RevisionRules extends StoreFixture {
    String ALL = "com.sphereon.kms.testkit.persistence.StoredKind#all";
    String DELETABLE = "com.sphereon.kms.testkit.persistence.StoredKind#deletable";

    default <T> void assertStored(StoredKind<T> kind, T row) {
        assertThat(kind.find().apply(persistence(), row)).contains(row);
    }

    default <T> T inserted(StoredKind<T> kind, String name) {
        T row = kind.make().apply(tenant(), name);
        kind.insert().accept(persistence(), row);
        return row;
    }

    default void assertConflict(Runnable write) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(write::run)
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource(ALL)
    default <T> void insertAndUpdate_inTurn_asWritten(StoredKind<T> kind) {
        T row = inserted(kind, "name");
        assertStored(kind, row);
        T other = inserted(kind, "other");
        for (int revision = 1; revision <= 5; revision++) {
            row = kind.next().apply(row);
            kind.update().accept(persistence(), row);
            assertStored(kind, row);
        }
        assertStored(kind, other);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    default <T> void insert_placeTaken_refused(StoredKind<T> kind) {
        T row = inserted(kind, "name");
        T next = kind.next().apply(row);

        assertConflict(() -> kind.insert().accept(persistence(), row));
        assertConflict(() -> kind.insert().accept(persistence(), next));
        assertStored(kind, row);

        kind.update().accept(persistence(), next);
        assertConflict(() -> kind.insert().accept(persistence(), row));
        assertStored(kind, next);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    default <T> void update_wrongRevision_refused(StoredKind<T> kind) {
        T before = inserted(kind, "name");
        T now = kind.next().apply(before);
        T beyond = kind.next().apply(kind.next().apply(now));
        kind.update().accept(persistence(), now);

        for (T stale : List.of(before, now, beyond)) {
            assertConflict(() -> kind.update().accept(persistence(), stale));
            assertStored(kind, now);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    default <T> void update_neverInserted_refused(StoredKind<T> kind) {
        T stored = inserted(kind, "name");
        T unknown = kind.next().apply(kind.make().apply(tenant(), "unknown"));

        assertConflict(() -> kind.update().accept(persistence(), unknown));
        assertThat(kind.find().apply(persistence(), unknown)).isEmpty();
        assertStored(kind, stored);
    }

    /** Whoever learns the names of another tenant's rows can do nothing with them. */
    @ParameterizedTest
    @MethodSource(ALL)
    default <T> void everything_strangersRow_outOfReach(StoredKind<T> kind) {
        T theirs = kind.make().apply(stranger(), "name");
        kind.insert().accept(persistence(), theirs);
        T claimed = kind.taken().apply(theirs, tenant());

        assertThat(kind.find().apply(persistence(), claimed)).isEmpty();
        assertConflict(() -> kind.update().accept(persistence(), kind.next().apply(claimed)));
        kind.delete().ifPresent(delete -> assertConflict(() -> delete.accept(persistence(), claimed)));
        assertStored(kind, theirs);

        T ours = inserted(kind, "name");
        assertStored(kind, ours);
        assertStored(kind, theirs);
    }

    @ParameterizedTest
    @MethodSource(DELETABLE)
    default <T> void delete_current_goneAndThePlaceIsFree(StoredKind<T> kind) {
        T first = inserted(kind, "name");
        T other = inserted(kind, "other");
        T row = kind.next().apply(first);
        kind.update().accept(persistence(), row);
        delete(kind, row);

        assertThat(kind.find().apply(persistence(), row)).isEmpty();
        assertStored(kind, other);
        kind.insert().accept(persistence(), first);
        assertStored(kind, first);
    }

    @ParameterizedTest
    @MethodSource(DELETABLE)
    default <T> void delete_wrongRevisionOrNothingThere_refused(StoredKind<T> kind) {
        T before = inserted(kind, "name");
        T now = kind.next().apply(before);
        kind.update().accept(persistence(), now);

        assertConflict(() -> delete(kind, before));
        assertConflict(() -> delete(kind, kind.next().apply(now)));
        assertConflict(() -> delete(kind, kind.make().apply(tenant(), "unknown")));
        assertStored(kind, now);

        delete(kind, now);
        assertConflict(() -> delete(kind, now));
        assertConflict(() -> kind.update().accept(persistence(), kind.next().apply(now)));
    }

    private <T> void delete(StoredKind<T> kind, T row) {
        kind.delete().orElseThrow().accept(persistence(), row);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    default <T> void write_samePlaceByManyAtOnce_oneWins(StoredKind<T> kind) {
        T row = kind.make().apply(tenant(), "name");
        assertThat(Clients.winners(
                        Collections.nCopies(40, row), wish -> kind.insert().accept(persistence(), wish)))
                .hasSize(1);
        assertStored(kind, row);

        T next = kind.next().apply(row);
        assertThat(Clients.winners(
                        Collections.nCopies(40, next), wish -> kind.update().accept(persistence(), wish)))
                .hasSize(1);
        assertStored(kind, next);
    }

    @ParameterizedTest
    @MethodSource(DELETABLE)
    default <T> void delete_byManyAtOnceWhileOthersUpdate_oneWins(StoredKind<T> kind) {
        T row = inserted(kind, "name");
        T next = kind.next().apply(row);
        List<T> winners = Clients.winners(
                Stream.iterate(0, i -> i + 1)
                        .limit(40)
                        .map(i -> i % 2 == 0 ? row : next)
                        .toList(),
                wish -> {
                    if (wish.equals(row)) {
                        delete(kind, row);
                    } else {
                        kind.update().accept(persistence(), next);
                    }
                });

        assertThat(winners).hasSize(1);
        assertThat(kind.find().apply(persistence(), row))
                .isEqualTo(winners.getFirst().equals(row) ? Optional.empty() : Optional.of(next));
    }
}
