package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Lifecycle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can have become of a version, whatever way it took. */
final class Lifecycles {

    private Lifecycles() {}

    /** In that state since a moment, and active since it was created, as far as that is known. */
    static Lifecycle in(KeyState state, Change since) {
        return new Lifecycle(
                state,
                since,
                Optional.empty(),
                Optional.of(KeyReferences.CREATED.at()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Every state with every set of moments that publishing and destroying depend on. */
    static List<Lifecycle> around(Instant moment) {
        return Stream.of(KeyState.values())
                .flatMap(state -> Stream.of(Optional.<Instant>empty(), Optional.of(moment.minusSeconds(9)))
                        .flatMap(compromised -> near(moment)
                                .flatMap(destroyAt ->
                                        near(moment).map(published -> with(state, compromised, destroyAt, published)))))
                .toList();
    }

    /** No moment, and those at which a comparison can go wrong. */
    private static Stream<Optional<Instant>> near(Instant moment) {
        return Stream.of(
                Optional.empty(),
                Optional.of(moment.minusNanos(1_000)),
                Optional.of(moment),
                Optional.of(moment.plusNanos(1_000)));
    }

    private static Lifecycle with(
            KeyState state, Optional<Instant> compromised, Optional<Instant> destroyAt, Optional<Instant> published) {
        return new Lifecycle(
                state,
                KeyReferences.later(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                compromised,
                Optional.empty(),
                destroyAt,
                published);
    }
}
