package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import com.sphereon.kms.core.spi.RotationStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Changes the states of key versions (SP 800-57 part 1 revision 5, section 7). A change holds on all replicas from the moment
 * it is acknowledged. Safe for use by many threads and replicas.
 */
public final class KeyStates {
    private static final int MAX_ATTEMPTS = 10;

    private final KeyReferenceStore store;
    private final RotationStore rotations;
    private final RotationPolicyStore policies;
    private final KeyLookup lookup;
    private final DutyGuard guard;
    private final RotationSteps steps;
    private final Destruction destruction;
    private final DestructionWindow window;
    private final AuditTrail trail;
    private final Clock clock;

    KeyStates(Parts parts, RotationStore rotations, RotationPolicyStore policies, DestructionWindow window) {
        this.store = parts.store;
        this.lookup = parts.lookup;
        this.guard = parts.guard;
        this.steps = parts.steps;
        this.destruction = parts.destruction;
        this.trail = parts.trail;
        this.clock = parts.clock;
        this.rotations = rotations;
        this.policies = policies;
        this.window = window;
    }

    /** What does the work. */
    record Parts(
            KeyReferenceStore store,
            KeyLookup lookup,
            DutyGuard guard,
            RotationSteps steps,
            Destruction destruction,
            AuditTrail trail,
            Clock clock) {}

    /**
     * The wish to change the state of a version.
     *
     * @param state ACTIVE activates or resumes, DESTROYED schedules the destruction
     * @param window how long the destruction can be taken back; the usual time when empty; only with DESTROYED
     */
    public record Wish(KeyState state, Optional<String> reason, Optional<Duration> window) {

        /** @throws InvalidRequestException when a version can never be brought to that state, or the window has no use */
        public Wish {
            if (state == KeyState.PRE_ACTIVE) {
                throw new InvalidRequestException(
                        "state PRE_ACTIVE is where a version begins; allowed are ACTIVE, SUSPENDED, DEACTIVATED, COMPROMISED, DESTROYED");
            }
            if (window.isPresent() && state != KeyState.DESTROYED) {
                throw new InvalidRequestException("window goes with state DESTROYED only; state is " + state);
            }
        }
    }

    /**
     * Brings a version to another state; asking for the state it has changes nothing.
     *
     * @param aliasOrKid a kid for that version, an alias for the version that stands for the key
     * @return the version as it is afterwards
     * @throws NotFoundException when this tenant has no such key
     * @throws ConflictException when the version cannot come to that state from where it is, or must stay as long as it
     *     serves a duty
     * @throws UnsupportedException when the provider cannot destroy keys
     */
    public KeyReference change(Caller caller, String aliasOrKid, Wish wish) {
        return recorded(caller, operation(wish.state()), aliasOrKid, version -> changed(caller, version, wish));
    }

    private static AuditOperation operation(KeyState wanted) {
        return switch (wanted) {
            case ACTIVE -> AuditOperation.ACTIVATE_KEY;
            case SUSPENDED -> AuditOperation.SUSPEND_KEY;
            case DEACTIVATED -> AuditOperation.DEACTIVATE_KEY;
            case COMPROMISED -> AuditOperation.COMPROMISE_KEY;
            case DESTROYED -> AuditOperation.SCHEDULE_DESTRUCTION;
            case PRE_ACTIVE -> throw new IllegalStateException("refused by the wish");
        };
    }

    /**
     * Takes back a destruction that was scheduled. A version that signed before stays suspended.
     *
     * @throws NotFoundException when this tenant has no such key
     * @throws ConflictException when none is scheduled, or it has been carried out
     */
    public KeyReference cancelDestruction(Caller caller, String aliasOrKid, Optional<String> reason) {
        return recorded(
                caller,
                AuditOperation.CANCEL_DESTRUCTION,
                aliasOrKid,
                version -> written(version, version.lifecycle().destructionCancelled(change(caller), reason)));
    }

    private interface Step {
        KeyReference on(KeyReference version);
    }

    private KeyReference recorded(Caller caller, AuditOperation operation, String aliasOrKid, Step step) {
        return trail.changing(
                caller,
                operation,
                AuditTarget.named(aliasOrKid),
                () -> repeated(caller, aliasOrKid, step),
                AuditTarget::of);
    }

    private KeyReference repeated(Caller caller, String aliasOrKid, Step step) {
        KeyReference version = current(caller, aliasOrKid);
        lookup.requireAdministration(caller, version.name().alias());
        for (int attempt = 1; ; attempt++) {
            try {
                return step.on(version);
            } catch (ConflictException e) {
                if (attempt == MAX_ATTEMPTS || store.isCurrent(version)) {
                    throw e;
                }
                // Somebody else changed the version between our reading and our writing.
                version = sameAgain(caller, aliasOrKid, version);
            }
        }
    }

    private KeyReference current(Caller caller, String aliasOrKid) {
        KeyReference version = lookup.require(caller, aliasOrKid, Optional.empty());
        return store.isCurrent(version) ? version : lookup.require(caller, aliasOrKid, Optional.empty());
    }

    /** Who said alias meant the version that stood for it then, and not the one that took its place. */
    private KeyReference sameAgain(Caller caller, String aliasOrKid, KeyReference before) {
        KeyReference now = lookup.require(caller, aliasOrKid, Optional.empty());
        if (!now.id().equals(before.id())) {
            throw new ConflictException(
                    "key '%s' was rotated meanwhile; name the version that is meant by its kid, which was '%s'"
                            .formatted(before.name().alias(), before.kid()));
        }
        return now;
    }

    private KeyReference changed(Caller caller, KeyReference version, Wish wish) {
        Lifecycle now = version.lifecycle();
        if (isThere(now, wish.state())) {
            return version;
        }
        Change change = change(caller);
        return switch (wish.state()) {
            case ACTIVE -> activated(version, change, wish.reason());
            case SUSPENDED -> written(version, now.suspended(change, wish.reason()));
            case DEACTIVATED ->
                written(
                        version,
                        now.deactivated(change, wish.reason(), change.at().plus(overlap(version))));
            case COMPROMISED -> written(version, now.compromised(change, wish.reason()));
            case DESTROYED -> destructionPlanned(version, change, wish);
            case PRE_ACTIVE -> throw new IllegalStateException("refused by the wish");
        };
    }

    /** A version that waits for its destruction is not where its state alone says. */
    private static boolean isThere(Lifecycle now, KeyState wanted) {
        return switch (wanted) {
            case DESTROYED -> now.destroyAt().isPresent() || now.state() == KeyState.DESTROYED;
            case COMPROMISED -> now.isCompromised();
            default -> now.state() == wanted && now.destroyAt().isEmpty();
        };
    }

    private KeyReference activated(KeyReference version, Change change, Optional<String> reason) {
        Lifecycle active = version.lifecycle().activated(change, reason);
        if (version.state() != KeyState.PRE_ACTIVE) {
            requireNoOtherActive(version);
            return written(version, active);
        }
        Rotation rotation = rotations.listUnfinished(version.name().tenant()).stream()
                .filter(unfinished ->
                        unfinished.newVersion().filter(version.id()::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new ConflictException(
                        "key version '%s' belongs to no rotation that is under way".formatted(version.kid())));
        steps.activateNow(rotation);
        return store.findById(version.name().tenant(), version.id())
                .filter(now -> now.isLive() && now.state() == KeyState.ACTIVE)
                .orElseThrow(() -> new ConflictException(
                        "key version '%s' is being changed by another request".formatted(version.kid())));
    }

    private void requireNoOtherActive(KeyReference version) {
        versions(version)
                .flatMap(Key::primary)
                .filter(primary ->
                        primary.state() == KeyState.ACTIVE && !primary.id().equals(version.id()))
                .ifPresent(primary -> {
                    throw new ConflictException("version %d of key '%s' is ACTIVE; version %d cannot be as well"
                            .formatted(
                                    primary.name().version(),
                                    primary.name().alias(),
                                    version.name().version()));
                });
    }

    private KeyReference destructionPlanned(KeyReference version, Change change, Wish wish) {
        destruction.requirePossible(version);
        requireNoDuty(version);
        Instant at = change.at().plus(window.of(wish.window()));
        return written(version, version.lifecycle().destructionPlanned(change, wish.reason(), at));
    }

    private void requireNoDuty(KeyReference version) {
        if (version.state() == KeyState.ACTIVE || version.state() == KeyState.SUSPENDED) {
            guard.requireUnused(
                    version.name().tenant(),
                    version.name().alias(),
                    versions(version).map(Key::versions).orElse(List.of()));
        }
    }

    private Duration overlap(KeyReference version) {
        return policies.find(version.name().tenant(), version.name().alias())
                .map(policy -> policy.schedule().overlap())
                .orElse(RotationPolicy.DEFAULT_OVERLAP);
    }

    private Optional<Key> versions(KeyReference version) {
        return store.findByAlias(version.name().tenant(), version.name().alias());
    }

    private KeyReference written(KeyReference version, Lifecycle lifecycle) {
        KeyReference changed = version.with(lifecycle);
        store.update(changed);
        return changed;
    }

    private Change change(Caller caller) {
        return new Change(clock.instant(), caller.subject());
    }
}
