package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import com.sphereon.kms.core.spi.RotationStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Replaces the versions of keys by new ones, at once or later. Safe for use by many threads and replicas. */
public final class Rotations {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final RotationStore store;
    private final RotationPolicyStore policies;
    private final KeyReferenceStore references;
    private final KeyLookup lookup;
    private final Duties duties;
    private final RotationPlanner planner;
    private final RotationSteps steps;
    private final AuditTrail trail;
    private final Clock clock;

    Rotations(
            Persistence persistence,
            KeyLookup lookup,
            Duties duties,
            RotationPlanner planner,
            RotationSteps steps,
            AuditTrail trail) {
        this.store = persistence.rotations();
        this.policies = persistence.rotationPolicies();
        this.references = persistence.keyReferences();
        this.lookup = lookup;
        this.duties = duties;
        this.planner = planner;
        this.steps = steps;
        this.trail = trail;
        this.clock = trail.clock();
    }

    /**
     * Rotates a key, as far as that can be done now. The rest is done when it is due, by whichever replica sees it first.
     *
     * @throws NotFoundException when this tenant has no such key
     * @throws ConflictException when the key is being rotated already, or has no version that ever signed
     * @throws InvalidRequestException when the wish does not fit the key
     * @throws UnsupportedException when the provider cannot make such keys
     * @throws UnavailableException when the provider cannot be reached; the rotation goes on when it can
     */
    public RotationView rotate(Caller caller, String aliasOrKid, RotateKey wish) {
        return trail.changing(
                caller,
                AuditOperation.ROTATE_KEY,
                AuditTarget.named(aliasOrKid).with(wish.id()),
                () -> begun(caller, aliasOrKid, wish),
                view -> AuditTarget.of(view.rotation().alias())
                        .with(view.rotation().id()));
    }

    private RotationView begun(Caller caller, String aliasOrKid, RotateKey wish) {
        Key key = lookup.requireAdministered(caller, aliasOrKid);
        Rotation rotation = start(caller, key, wish, policy(key));
        return view(caller, steps.begin(rotation));
    }

    /** The rotation as it would begin, with nothing done. */
    public RotationView preview(Caller caller, String aliasOrKid, RotateKey wish) {
        Key key = lookup.requireAdministered(caller, aliasOrKid);
        requireNoOther(key);
        return view(caller, planned(caller, key, wish, policy(key)));
    }

    /** The rotations of the key a name stands for, the newest first. */
    public List<RotationView> list(Caller caller, String aliasOrKid) {
        Key key = lookup.requireKey(caller, aliasOrKid);
        return store.list(caller.tenant(), key.alias()).stream()
                .map(rotation -> view(caller, rotation))
                .toList();
    }

    /** @throws NotFoundException when the key has no such rotation */
    public RotationView get(Caller caller, String aliasOrKid, UUID id) {
        return view(caller, require(caller, aliasOrKid, id));
    }

    /**
     * What became of a rotation that was asked for.
     *
     * @throws UnavailableException while what was to be done at once is being done
     */
    public Optional<RotationView> find(Caller caller, UUID id) {
        Optional<Rotation> found =
                store.find(caller.tenant(), id).filter(rotation -> lookup.reaches(caller, rotation.alias()));
        found.filter(rotation -> rotation.phase().compareTo(rotation.firstRest()) < 0)
                .ifPresent(rotation -> {
                    throw new UnavailableException(
                            "rotation %s is not done yet".formatted(id),
                            RETRY_AFTER,
                            new IllegalStateException("rotation is " + rotation.phase()));
                });
        return found.map(rotation -> view(caller, rotation));
    }

    /**
     * Takes back a rotation that is not completed. A version that was published for it is deleted.
     *
     * @throws NotFoundException when the key has no such rotation
     * @throws ConflictException when it is finished, or a step of it is being done
     */
    public void cancel(Caller caller, String aliasOrKid, UUID id) {
        AuditTarget target = AuditTarget.named(aliasOrKid).with(id);
        trail.changing(caller, AuditOperation.CANCEL_ROTATION, target, () -> {
            Rotation rotation = require(caller, aliasOrKid, id);
            lookup.requireAdministration(caller, rotation.alias());
            steps.cancel(caller, rotation);
        });
    }

    /** Writes a rotation down, with nothing done yet. */
    Rotation start(Caller caller, Key key, RotateKey wish, Optional<RotationPolicy> policy) {
        Rotation rotation = planned(caller, key, wish, policy);
        requireNoOther(key);
        store.insert(rotation);
        return rotation;
    }

    private Rotation planned(Caller caller, Key key, RotateKey wish, Optional<RotationPolicy> policy) {
        Instant now = clock.instant();
        Rotation.Plan plan = planner.plan(caller, key, wish, policy, now);
        return Rotation.scheduled(
                wish.id(), RotationPlanner.current(key), plan, steps.dueAt(plan), new Change(now, caller.subject()));
    }

    private void requireNoOther(Key key) {
        KeyReference any = key.versions().getFirst();
        store.listUnfinished(any.name().tenant()).stream()
                .filter(rotation -> rotation.alias().equals(key.alias()))
                .findFirst()
                .ifPresent(other -> {
                    throw new ConflictException("key '%s' is being rotated already: rotation %s is %s and goes on at %s"
                            .formatted(
                                    key.alias(),
                                    other.id(),
                                    other.phase(),
                                    other.progress().dueAt()));
                });
    }

    private Rotation require(Caller caller, String aliasOrKid, UUID id) {
        KeyAlias alias = lookup.requireKey(caller, aliasOrKid).alias();
        return store.find(caller.tenant(), id)
                .filter(rotation -> rotation.alias().equals(alias))
                .orElseThrow(() -> new NotFoundException("key '%s' has no rotation %s".formatted(alias, id)));
    }

    private Optional<RotationPolicy> policy(Key key) {
        return policies.find(key.versions().getFirst().name().tenant(), key.alias());
    }

    private RotationView view(Caller caller, Rotation rotation) {
        KeyReference old = references
                .findById(rotation.tenant(), rotation.oldVersion())
                .orElseThrow(() -> new IllegalStateException("rotation without its key: " + rotation.id()));
        return new RotationView(
                rotation,
                old,
                rotation.newVersion().flatMap(id -> references.findById(rotation.tenant(), id)),
                duties.servedBy(caller.tenant(), rotation.alias()),
                policies.find(rotation.tenant(), rotation.alias()));
    }
}
