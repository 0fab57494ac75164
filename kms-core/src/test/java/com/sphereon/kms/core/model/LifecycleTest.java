package com.sphereon.kms.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transitions of SP 800-57 part 1 revision 5, section 7, written down a second time. */
class LifecycleTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Change CREATED = new Change(NOW, "creator");
    private static final Change LATER = new Change(NOW.plusSeconds(60), "admin");
    private static final Optional<String> WHY = Optional.of("ticket 7");
    private static final Map<KeyState, Set<KeyState>> ALLOWED = Map.of(
            KeyState.PRE_ACTIVE, Set.of(KeyState.ACTIVE, KeyState.COMPROMISED, KeyState.DESTROYED),
            KeyState.ACTIVE, Set.of(KeyState.SUSPENDED, KeyState.DEACTIVATED, KeyState.COMPROMISED, KeyState.DESTROYED),
            KeyState.SUSPENDED, Set.of(KeyState.ACTIVE, KeyState.DEACTIVATED, KeyState.COMPROMISED, KeyState.DESTROYED),
            KeyState.DEACTIVATED, Set.of(KeyState.COMPROMISED, KeyState.DESTROYED),
            KeyState.COMPROMISED, Set.of(KeyState.DESTROYED),
            KeyState.DESTROYED, Set.of(KeyState.COMPROMISED));

    private static Lifecycle in(KeyState state) {
        Lifecycle active = Lifecycle.active(CREATED);
        return switch (state) {
            case PRE_ACTIVE -> Lifecycle.preActive(CREATED);
            case ACTIVE -> active;
            case SUSPENDED -> active.suspended(CREATED, WHY);
            case DEACTIVATED -> active.deactivated(CREATED, WHY, NOW.plus(Duration.ofDays(7)));
            case COMPROMISED -> active.compromised(CREATED, WHY);
            case DESTROYED ->
                active.destructionPlanned(CREATED, WHY, NOW)
                        .destroying(CREATED, NOW)
                        .destroyed(CREATED);
        };
    }

    private static Lifecycle to(Lifecycle from, KeyState next) {
        return switch (next) {
            case PRE_ACTIVE -> throw new ConflictException("there is no way back to the beginning");
            case ACTIVE -> from.activated(LATER, WHY);
            case SUSPENDED -> from.suspended(LATER, WHY);
            case DEACTIVATED -> from.deactivated(LATER, WHY, NOW);
            case COMPROMISED -> from.compromised(LATER, WHY);
            case DESTROYED -> from.destructionPlanned(LATER, WHY, NOW.plus(Duration.ofDays(7)));
        };
    }

    @ParameterizedTest
    @EnumSource
    void transitions_eachPairOfStates_asInTheTable(KeyState from) {
        for (KeyState next : KeyState.values()) {
            if (ALLOWED.get(from).contains(next)) {
                Lifecycle after = to(in(from), next);
                assertThat(after.since()).as("%s to %s", from, next).isEqualTo(LATER);
                assertThat(after.reason()).isEqualTo(WHY);
            } else {
                assertThatExceptionOfType(ConflictException.class)
                        .as("%s to %s", from, next)
                        .isThrownBy(() -> to(in(from), next));
            }
        }
    }

    @Test
    void destructionPlanned_active_suspendsAndCanBeTakenBack() {
        Lifecycle planned = to(in(KeyState.ACTIVE), KeyState.DESTROYED);

        assertThat(planned.state()).isEqualTo(KeyState.SUSPENDED);
        assertThat(planned.destroyAt()).contains(NOW.plus(Duration.ofDays(7)));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> planned.activated(LATER, WHY))
                .withMessageContaining("is to be destroyed");
        Lifecycle back = planned.destructionCancelled(LATER, Optional.of("by mistake"));
        assertThat(back.destroyAt()).isEmpty();
        assertThat(back.activated(LATER, WHY).state()).isEqualTo(KeyState.ACTIVE);
    }

    @ParameterizedTest
    @EnumSource(names = {"PRE_ACTIVE", "SUSPENDED", "DEACTIVATED", "COMPROMISED"})
    void destructionPlanned_otherStates_staysAsItIs(KeyState state) {
        assertThat(to(in(state), KeyState.DESTROYED).state()).isEqualTo(state);
    }

    @Test
    void destructionCancelled_nothingPlannedOrDone_refused() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> in(KeyState.ACTIVE).destructionCancelled(LATER, WHY));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> in(KeyState.DESTROYED).destructionCancelled(LATER, WHY));
        Lifecycle destroying = to(in(KeyState.ACTIVE), KeyState.DESTROYED).destroying(LATER, NOW);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> destroying.destructionCancelled(LATER, WHY));
    }

    @Test
    void compromised_destroyedBefore_isBothAndNotAgain() {
        Lifecycle both = in(KeyState.DESTROYED).compromised(LATER, WHY);

        assertThat(both.state()).isEqualTo(KeyState.DESTROYED);
        assertThat(both.isCompromised()).isTrue();
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> both.compromised(LATER, WHY));
    }

    @Test
    void destroyed_compromisedBefore_remembersIt() {
        Lifecycle destroyed = to(in(KeyState.COMPROMISED), KeyState.DESTROYED)
                .destroying(LATER, NOW)
                .destroyed(LATER);

        assertThat(destroyed.state()).isEqualTo(KeyState.DESTROYED);
        assertThat(destroyed.isCompromised()).isTrue();
        assertThat(destroyed.destroyAt()).isEmpty();
        assertThat(destroyed.destroyed()).contains(LATER.at());
    }

    @Test
    void resumed_keepsTheTimeItWasActivatedFirst() {
        assertThat(in(KeyState.SUSPENDED).activated(LATER, WHY).activated()).contains(CREATED.at());
    }

    @Test
    void isPublished_byStateAndTime() {
        assertThat(in(KeyState.PRE_ACTIVE).isPublished(NOW)).isTrue();
        assertThat(in(KeyState.ACTIVE).isPublished(NOW)).isTrue();
        assertThat(in(KeyState.SUSPENDED).isPublished(NOW)).isTrue();
        assertThat(in(KeyState.COMPROMISED).isPublished(NOW)).isFalse();
        assertThat(in(KeyState.DESTROYED).isPublished(NOW)).isFalse();
        Lifecycle deactivated = in(KeyState.DEACTIVATED);
        assertThat(deactivated.isPublished(NOW.plus(Duration.ofDays(7)).minusSeconds(1)))
                .isTrue();
        assertThat(deactivated.isPublished(NOW.plus(Duration.ofDays(7)))).isFalse();
        assertThat(deactivated.compromised(LATER, WHY).isPublished(NOW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two\nlines", "nul\0", "\ud800 alone"})
    void reason_notText_refused(String reason) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> in(KeyState.ACTIVE).suspended(LATER, Optional.of(reason)))
                .withMessageContaining("reason");
    }

    @Test
    void reason_limits() {
        String longest = "\u00e9".repeat(Lifecycle.MAX_REASON_CHARS);
        assertThat(in(KeyState.ACTIVE).suspended(LATER, Optional.of(longest)).reason())
                .contains(longest);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> in(KeyState.ACTIVE).suspended(LATER, Optional.of(longest + "x")));
    }
}
