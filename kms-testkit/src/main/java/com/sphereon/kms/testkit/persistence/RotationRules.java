package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.Rotation.Phase;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.RotationStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rotations are kept whole and for ever, and a key has one that is unfinished at most. */
interface RotationRules extends StoreFixture {

    default RotationStore rotations() {
        return persistence().rotations();
    }

    default List<Rotation> rotations(TenantId tenant, String alias) {
        return rotations().list(tenant, new KeyAlias(alias));
    }

    default Rotation insertedRotation(Rotation rotation) {
        rotations().insert(rotation);
        return rotation;
    }

    private Rotation full(String alias, Phase phase, int number) {
        return new Rotation(
                UUID.randomUUID(),
                tenant(),
                new KeyAlias(alias),
                UUID.randomUUID(),
                Optional.of(UUID.randomUUID()),
                new Rotation.Plan(
                        new ProviderId("p".repeat(64)),
                        Optional.of(new KeyAlias("~".repeat(KeyAlias.MAX_CHARS))),
                        Instant.parse("2037-12-31T23:59:59.999999Z"),
                        RotationPolicy.MAX_DURATION,
                        Duration.parse("PT0.000001S")),
                new Rotation.Progress(
                        phase,
                        Instant.parse("1999-12-31T23:59:59.999999Z"),
                        Optional.of(LifecycleRules.REASONS.get(number % LifecycleRules.REASONS.size()))),
                new Change(KeyReferences.later(number).at(), "s".repeat(255)),
                new Change(KeyReferences.later(number + 1).at(), "\u00fc\ud83d\udd11"),
                number);
    }

    @Test
    default void insertRotation_everyPhaseAndAnyText_comesBackEqual() {
        int number = 0;
        for (Phase phase : Phase.values()) {
            for (String alias : RoundTripRules.HOSTILE_NAMES.subList(number % 7, number % 7 + 20)) {
                Rotation stored = insertedRotation(full(phase + alias, phase, number++));
                assertThat(rotations().find(tenant(), stored.id())).contains(stored);
                assertThat(rotations(tenant(), phase + alias)).containsExactly(stored);
                assertThat(rotations().find(stranger(), stored.id())).isEmpty();
                assertThat(rotations(stranger(), phase + alias)).isEmpty();
            }
        }
        String longest = "n".repeat(KeyAlias.MAX_CHARS - 1);
        Rotation one = insertedRotation(full(longest + "1", Phase.SCHEDULED, 1));
        Rotation two = insertedRotation(full(longest + "2", Phase.SCHEDULED, 2));
        assertThat(rotations(tenant(), longest + "1")).containsExactly(one);
        assertThat(rotations(tenant(), longest + "2")).containsExactly(two);
    }

    @Test
    default void updateRotation_everyStepToItsEnd_comesBackEqual() {
        Rotation rotation = insertedRotation(TenantRows.rotation(tenant(), "key"));
        Instant later = TenantRows.DUE.plusSeconds(10);
        for (UnaryOperator<Rotation> step : List.<UnaryOperator<Rotation>>of(
                before -> before.claimed(later, KeyReferences.later(1)),
                before -> before.making(UUID.randomUUID(), later, KeyReferences.later(2)),
                before -> before.published(later, KeyReferences.later(3)),
                before -> before.completed(KeyReferences.later(4)))) {
            rotation = step.apply(rotation);
            rotations().update(rotation);
            assertThat(rotations().find(tenant(), rotation.id())).contains(rotation);
        }
        Rotation failed = insertedRotation(TenantRows.rotation(tenant(), "other"));
        for (String why : LifecycleRules.REASONS) {
            failed = failed.failed(why, KeyReferences.later(5));
            rotations().update(failed);
            assertThat(rotations().find(tenant(), failed.id())).contains(failed);
        }
    }

    private void assertOneAlready(String alias) {
        List<Rotation> before = rotations(tenant(), alias);
        for (Phase phase : List.of(Phase.SCHEDULED, Phase.PUBLISHED)) {
            Rotation second = full(alias, phase, 1);
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> rotations().insert(second));
            assertThat(rotations(tenant(), alias)).isEqualTo(before);
            assertThat(rotations().find(tenant(), second.id())).isEmpty();
        }
    }

    @Test
    default void insertRotation_anotherIsUnfinished_refused() {
        insertedRotation(full("scheduled", Phase.SCHEDULED, 0));
        insertedRotation(full("published", Phase.PUBLISHED, 0));
        Rotation claimed = insertedRotation(TenantRows.rotation(tenant(), "claimed"));
        rotations().update(claimed.claimed(TenantRows.DUE, KeyReferences.later(1)));

        assertOneAlready("scheduled");
        assertOneAlready("published");
        assertOneAlready("claimed");
    }

    @Test
    default void insertRotation_othersAreOver_accepted() {
        List<Rotation> stored = new ArrayList<>();
        for (Phase over : List.of(Phase.COMPLETED, Phase.CANCELLED, Phase.FAILED)) {
            stored.addFirst(insertedRotation(full("key", over, stored.size())));
        }
        Rotation unfinished = insertedRotation(full("key", Phase.PUBLISHED, 9));
        assertOneAlready("key");
        Rotation cancelled = unfinished.cancelled(KeyReferences.later(1));
        rotations().update(cancelled);
        Rotation next = insertedRotation(full("key", Phase.SCHEDULED, 10));
        stored.addFirst(cancelled);
        stored.addFirst(next);

        assertThat(rotations(tenant(), "key")).isEqualTo(stored);
    }

    @Test
    default void insertRotation_ofOtherKeysAndTenants_accepted() {
        for (String alias : List.of("key", "KEY", "key.", "ke", "key%", "k_y")) {
            insertedRotation(full(alias, Phase.SCHEDULED, 0));
        }
        insertedRotation(TenantRows.rotation(stranger(), "key"));

        assertThat(rotations().listUnfinished(tenant())).hasSize(6);
        assertThat(rotations().listUnfinished(stranger())).hasSize(1);
    }

    @Test
    default void insertRotation_ofOneKeyByManyAtOnce_oneWins() {
        List<Rotation> winners = Clients.winners(
                Stream.generate(() -> TenantRows.rotation(UUID.randomUUID(), tenant(), "key", TenantRows.DUE))
                        .limit(60)
                        .toList(),
                rotation -> rotations().insert(rotation));

        assertThat(winners).hasSize(1);
        assertThat(rotations(tenant(), "key")).isEqualTo(winners);
    }

    @Test
    default void listRotations_ofOneKey_newestFirst() {
        Rotation old = insertedRotation(full("key", Phase.COMPLETED, 1));
        Rotation newest = insertedRotation(full("key", Phase.SCHEDULED, 30));
        Rotation between = insertedRotation(full("key", Phase.FAILED, 12));
        insertedRotation(full("other", Phase.FAILED, 12));

        assertThat(rotations(tenant(), "key")).containsExactly(newest, between, old);
        assertThat(rotations(tenant(), "unknown")).isEmpty();
    }

    @Test
    default void findDueRotations_aroundTheMoment_longestDueFirst() {
        Instant now = TenantRows.DUE;
        Rotation longAgo = insertedRotation(TenantRows.rotation(UUID.randomUUID(), tenant(), "d", now.minusSeconds(9)));
        Rotation at = insertedRotation(TenantRows.rotation(UUID.randomUUID(), tenant(), "c", now));
        Rotation before =
                insertedRotation(TenantRows.rotation(UUID.randomUUID(), tenant(), "b", now.minusNanos(1_000)));
        Rotation after = insertedRotation(TenantRows.rotation(UUID.randomUUID(), tenant(), "a", now.plusNanos(1_000)));
        insertedRotation(TenantRows.rotation(stranger(), "e"));
        for (Phase over : List.of(Phase.COMPLETED, Phase.CANCELLED, Phase.FAILED)) {
            insertedRotation(full("x", over, 0));
        }

        assertThat(rotations().findDue(tenant(), now)).containsExactly(longAgo, before, at);
        assertThat(rotations().findDue(tenant(), now.plusNanos(999))).containsExactly(longAgo, before, at);
        assertThat(rotations().findDue(tenant(), now.minusNanos(1))).containsExactly(longAgo, before);
        assertThat(rotations().findDue(tenant(), now.minusSeconds(10))).isEmpty();
        assertThat(rotations().listUnfinished(tenant())).containsExactly(after, before, at, longAgo);
    }
}
