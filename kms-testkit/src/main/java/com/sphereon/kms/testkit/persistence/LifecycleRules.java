package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Lifecycle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What became of a version is kept with it, whole. */
interface LifecycleRules extends StoreFixture {
    /** The longest in ASCII, in three bytes and in four bytes for each character. */
    List<String> REASONS = List.of(
            "r".repeat(Lifecycle.MAX_REASON_CHARS),
            "\u20ac".repeat(Lifecycle.MAX_REASON_CHARS),
            "\ud83d\udd11".repeat(Lifecycle.MAX_REASON_CHARS / 2),
            "\u043a\u043b\u044e\u0447 \u00fc \u5bc6\u94a5 e\u0301 \u202e",
            "'; drop table key_lifecycle; --",
            "\\' \" ` % _ ? :reason $1 ${x} #{y} {z}",
            "null",
            "x");

    /** Reads it in every way there is. */
    default void assertStored(KeyReference expected) {
        assertThat(versions(tenant(), expected.name().alias().value())).containsExactly(expected);
        assertThat(byKid(tenant(), expected.kid().value())).containsExactly(expected);
        assertThat(store().findById(tenant(), expected.id())).contains(expected);
        assertThat(all(tenant())).contains(expected);
    }

    @Test
    default void insert_everyFieldOfTheLifecycle_comesBackEqual() {
        for (KeyState state : KeyState.values()) {
            assertStored(KeyReferences.of(tenant(), "key-" + state)
                    .lifecycle(full(state, "why"))
                    .insertedInto(store()));
        }
    }

    /** Each moment by itself, so that none is taken for another. */
    @Test
    default void insert_oneFieldOfTheLifecycle_comesBackAlone() {
        Optional<Instant> moment = Optional.of(Instant.parse("2027-08-09T10:11:12.131415Z"));
        for (int field = 0; field < 6; field++) {
            int only = field;
            List<Optional<Instant>> moments = Stream.iterate(0, i -> i + 1)
                    .limit(6)
                    .map(i -> i == only ? moment : Optional.<Instant>empty())
                    .toList();
            assertStored(KeyReferences.of(tenant(), "key-" + field)
                    .lifecycle(new Lifecycle(
                            KeyState.SUSPENDED,
                            KeyReferences.later(field),
                            Optional.empty(),
                            moments.get(0),
                            moments.get(1),
                            moments.get(2),
                            moments.get(3),
                            moments.get(4),
                            moments.get(5)))
                    .insertedInto(store()));
        }
    }

    @Test
    default void insert_anyReason_comesBackEqual() {
        for (String reason : REASONS) {
            assertStored(KeyReferences.of(tenant(), "key-" + reason.hashCode())
                    .lifecycle(full(KeyState.COMPROMISED, reason))
                    .insertedInto(store()));
        }
    }

    @Test
    default void update_everyStepOfALife_comesBackEqual() {
        KeyReference key = KeyReferences.of(tenant(), "key")
                .lifecycle(Lifecycle.preActive(KeyReferences.CREATED))
                .insertedInto(store());
        Instant later = KeyReferences.later(1000).at();
        for (UnaryOperator<Lifecycle> step : List.<UnaryOperator<Lifecycle>>of(
                life -> life.activated(KeyReferences.later(1), Optional.of("first")),
                life -> life.suspended(KeyReferences.later(2), Optional.of("second")),
                life -> life.activated(KeyReferences.later(3), Optional.empty()),
                life -> life.destructionPlanned(KeyReferences.later(4), Optional.of("fourth"), later),
                life -> life.destructionCancelled(KeyReferences.later(5), Optional.empty()),
                life -> life.deactivated(KeyReferences.later(6), Optional.of("sixth"), later),
                life -> life.compromised(KeyReferences.later(7), Optional.of("seventh")),
                life -> life.destroying(KeyReferences.later(8), later),
                life -> life.destroyed(KeyReferences.later(9)))) {
            key = key.with(step.apply(key.lifecycle()));
            store().update(key);
            assertStored(key);
        }
        assertThat(key.state()).isEqualTo(KeyState.DESTROYED);
    }

    @Test
    default void update_refused_lifecycleStays() {
        KeyReference key = KeyReferences.of(tenant(), "key")
                .lifecycle(full(KeyState.SUSPENDED, "before"))
                .insertedInto(store());

        assertThat(Clients.winners(
                        List.of(key.with(full(KeyState.ACTIVE, "x")).with(full(KeyState.ACTIVE, "after"))),
                        stale -> store().update(stale)))
                .isEmpty();
        assertStored(key);
    }

    @Test
    default void update_otherVersion_lifecycleStays() {
        KeyReference first = KeyReferences.of(tenant(), "key")
                .lifecycle(full(KeyState.DEACTIVATED, "first"))
                .insertedInto(store());
        KeyReference second = KeyReferences.of(tenant(), "key").version(2).insertedInto(store());
        KeyReference suspended = second.with(full(KeyState.SUSPENDED, "second"));
        store().update(suspended);

        assertThat(versions(tenant(), "key")).containsExactly(suspended, first);
    }

    @Test
    default void update_throughDeletion_lifecycleStays() {
        KeyReference live = KeyReferences.of(tenant(), "key")
                .lifecycle(full(KeyState.COMPROMISED, "stolen"))
                .insertedInto(store());
        KeyReference deleted = delete(live);

        assertThat(store().findById(tenant(), live.id())).contains(deleted);
        assertThat(deleted.lifecycle()).isEqualTo(live.lifecycle());
    }

    @Test
    default void update_creatingToLive_lifecycleStays() {
        KeyReferenceBuilder builder =
                KeyReferences.of(tenant(), "key").lifecycle(Lifecycle.preActive(KeyReferences.CREATED));
        store().insert(builder.creating());
        KeyReference live = builder.creating().live(builder.identity(), KeyReferences.later(1));
        store().update(live);

        assertStored(live);
        assertThat(live.state()).isEqualTo(KeyState.PRE_ACTIVE);
    }

    private static Lifecycle full(KeyState state, String reason) {
        return new Lifecycle(
                state,
                new Change(moment(1), "somebody"),
                Optional.of(reason),
                Optional.of(moment(2)),
                Optional.of(moment(3)),
                Optional.of(moment(4)),
                Optional.of(moment(5)),
                Optional.of(moment(6)),
                Optional.of(moment(7)));
    }

    private static Instant moment(int number) {
        return Instant.parse("2026-0%d-2%dT0%d:59:59.99999%dZ".formatted(number, number, number, number));
    }
}
