package com.sphereon.kms.core.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a key version since it exists (SP 800-57 part 1 revision 5, section 7): its state, who put it there and
 * why, and when it came to each state first. Moments are cut to microseconds. Immutable.
 *
 * @param since when and by whom the state, or the plan to destroy, was set
 * @param reason why, in the words of whoever set it; 1 to {@value #MAX_REASON_CHARS} characters
 * @param activated when it became the version that signs
 * @param deactivated when it stopped for good
 * @param compromised when it became known to be in other hands; stays when it is destroyed later
 * @param destroyed when its material was given up
 * @param destroyAt when its material is to be deleted; a version that waits for it protects nothing any more
 * @param publishedUntil for how long a version that is deactivated stays among the published keys
 */
public record Lifecycle(
        KeyState state,
        Change since,
        Optional<String> reason,
        Optional<Instant> activated,
        Optional<Instant> deactivated,
        Optional<Instant> compromised,
        Optional<Instant> destroyed,
        Optional<Instant> destroyAt,
        Optional<Instant> publishedUntil) {
    /** Longest reason, in characters. */
    public static final int MAX_REASON_CHARS = 500;

    private static final Map<KeyState, Set<KeyState>> NEXT = Map.of(
            KeyState.PRE_ACTIVE, EnumSet.of(KeyState.ACTIVE, KeyState.COMPROMISED, KeyState.DESTROYED),
            KeyState.ACTIVE,
                    EnumSet.of(KeyState.SUSPENDED, KeyState.DEACTIVATED, KeyState.COMPROMISED, KeyState.DESTROYED),
            KeyState.SUSPENDED,
                    EnumSet.of(KeyState.ACTIVE, KeyState.DEACTIVATED, KeyState.COMPROMISED, KeyState.DESTROYED),
            KeyState.DEACTIVATED, EnumSet.of(KeyState.COMPROMISED, KeyState.DESTROYED),
            KeyState.COMPROMISED, EnumSet.of(KeyState.DESTROYED),
            KeyState.DESTROYED, EnumSet.of(KeyState.COMPROMISED));

    /** @throws InvalidRequestException when the reason is too long or has control characters */
    public Lifecycle {
        reason.ifPresent(Lifecycle::requireReason);
        activated = activated.map(Lifecycle::micros);
        deactivated = deactivated.map(Lifecycle::micros);
        compromised = compromised.map(Lifecycle::micros);
        destroyed = destroyed.map(Lifecycle::micros);
        destroyAt = destroyAt.map(Lifecycle::micros);
        publishedUntil = publishedUntil.map(Lifecycle::micros);
    }

    /** A version that signs from the start. */
    public static Lifecycle active(Change created) {
        return begin(KeyState.ACTIVE, created, Optional.of(created.at()));
    }

    /** A version that is to be known before it signs. */
    public static Lifecycle preActive(Change created) {
        return begin(KeyState.PRE_ACTIVE, created, Optional.empty());
    }

    private static Lifecycle begin(KeyState state, Change created, Optional<Instant> activated) {
        return new Lifecycle(
                state,
                created,
                Optional.empty(),
                activated,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether a version may come from this state to another. */
    public boolean mayBecome(KeyState next) {
        return destroyAt.isEmpty()
                ? NEXT.getOrDefault(state, Set.of()).contains(next)
                : next == KeyState.COMPROMISED && state != KeyState.COMPROMISED;
    }

    /** What this version may become, for messages. */
    public Set<KeyState> next() {
        EnumSet<KeyState> next = EnumSet.allOf(KeyState.class);
        next.removeIf(candidate -> !mayBecome(candidate));
        return next;
    }

    /** Signs from now on. */
    public Lifecycle activated(Change change, Optional<String> why) {
        return to(KeyState.ACTIVE, change, why);
    }

    /** Signs no more until it is activated again. */
    public Lifecycle suspended(Change change, Optional<String> why) {
        return to(KeyState.SUSPENDED, change, why);
    }

    /** Signs no more; its public key stays published until then. */
    public Lifecycle deactivated(Change change, Optional<String> why, Instant newPublishedUntil) {
        Lifecycle next = to(KeyState.DEACTIVATED, change, why);
        return next.with(next.destroyAt, Optional.of(newPublishedUntil));
    }

    /**
     * Signs no more because another version does; its public key stays published until then. A version that waits for its
     * destruction goes on waiting.
     */
    public Lifecycle replaced(Change change, Optional<String> why, Instant newPublishedUntil) {
        return with(Optional.empty(), publishedUntil)
                .deactivated(change, why, newPublishedUntil)
                .with(destroyAt, Optional.of(newPublishedUntil));
    }

    /** Is in other hands. A version that is destroyed already stays so, and is both. */
    public Lifecycle compromised(Change change, Optional<String> why) {
        return to(KeyState.COMPROMISED, change, why);
    }

    /**
     * Its material is to be deleted at that moment. Until then a version that signed is suspended, so that the plan can be
     * taken back.
     */
    public Lifecycle destructionPlanned(Change change, Optional<String> why, Instant at) {
        require(KeyState.DESTROYED);
        Lifecycle waiting = state == KeyState.ACTIVE ? to(KeyState.SUSPENDED, change, why) : again(state, change, why);
        return waiting.with(Optional.of(at), waiting.publishedUntil);
    }

    /** @throws ConflictException when there is no such plan, or it was begun with already */
    public Lifecycle destructionCancelled(Change change, Optional<String> why) {
        if (destroyAt.isEmpty() || state == KeyState.DESTROYED) {
            throw new ConflictException("the destruction of this key version cannot be cancelled: "
                    + (state == KeyState.DESTROYED ? "it is DESTROYED" : "none is scheduled"));
        }
        return again(state, change, why).with(Optional.empty(), publishedUntil);
    }

    /**
     * Its material is being deleted.
     *
     * @param retryAt when to try again, should nobody tell that it is gone
     */
    public Lifecycle destroying(Change change, Instant retryAt) {
        Lifecycle next = state == KeyState.DESTROYED
                ? again(state, change, reason)
                : new Lifecycle(
                        KeyState.DESTROYED,
                        change,
                        reason,
                        activated,
                        deactivated,
                        compromised,
                        Optional.of(change.at()),
                        destroyAt,
                        publishedUntil);
        return next.with(Optional.of(retryAt), publishedUntil);
    }

    /** Its material is gone. */
    public Lifecycle destroyed(Change change) {
        return again(KeyState.DESTROYED, change, reason).with(Optional.empty(), publishedUntil);
    }

    /** Whether the destruction is done, so that the provider no longer has the key. */
    public boolean isMaterialGone() {
        return state == KeyState.DESTROYED && destroyAt.isEmpty();
    }

    /** Whether it was ever known to be in other hands. */
    public boolean isCompromised() {
        return compromised.isPresent();
    }

    /** Whether the public key belongs among those that verifiers are told. */
    public boolean isPublished(Instant now) {
        return switch (state) {
            case PRE_ACTIVE, ACTIVE, SUSPENDED -> true;
            case COMPROMISED -> false;
            case DEACTIVATED, DESTROYED ->
                !isCompromised() && publishedUntil.filter(now::isBefore).isPresent();
        };
    }

    private Lifecycle to(KeyState next, Change change, Optional<String> why) {
        require(next);
        return new Lifecycle(
                state == KeyState.DESTROYED ? KeyState.DESTROYED : next,
                change,
                why,
                next == KeyState.ACTIVE ? activated.or(() -> Optional.of(change.at())) : activated,
                next == KeyState.DEACTIVATED ? Optional.of(change.at()) : deactivated,
                next == KeyState.COMPROMISED ? Optional.of(change.at()) : compromised,
                destroyed,
                destroyAt,
                publishedUntil);
    }

    private Lifecycle again(KeyState same, Change change, Optional<String> why) {
        return new Lifecycle(
                same, change, why, activated, deactivated, compromised, destroyed, destroyAt, publishedUntil);
    }

    private Lifecycle with(Optional<Instant> newDestroyAt, Optional<Instant> newPublishedUntil) {
        return new Lifecycle(
                state, since, reason, activated, deactivated, compromised, destroyed, newDestroyAt, newPublishedUntil);
    }

    private void require(KeyState next) {
        if (!mayBecome(next) || state == KeyState.DESTROYED && isCompromised()) {
            throw new ConflictException("a key version that is %s%s cannot become %s; it can become %s"
                    .formatted(
                            state,
                            destroyAt.isPresent() ? " and is to be destroyed" : "",
                            next,
                            next().isEmpty() ? "nothing else" : next()));
        }
    }

    private static void requireReason(String reason) {
        boolean allowed = !reason.isBlank()
                && reason.length() <= MAX_REASON_CHARS
                && reason.codePoints().noneMatch(Lifecycle::isForbidden);
        if (!allowed) {
            throw new InvalidRequestException(
                    "reason must be 1 to %d characters without line breaks and other control characters; it has %d"
                            .formatted(MAX_REASON_CHARS, reason.length()));
        }
    }

    /** Lone surrogates cannot be written as UTF-8. */
    private static boolean isForbidden(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static Instant micros(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MICROS);
    }
}
