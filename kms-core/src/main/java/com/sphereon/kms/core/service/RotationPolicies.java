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
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.PreconditionFailedException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import java.time.Instant;
import java.util.Optional;

/** How keys rotate by themselves. Safe for use by many threads and replicas. */
public final class RotationPolicies {
    private final RotationPolicyStore store;
    private final KeyLookup lookup;
    private final RotationPlanner planner;
    private final AuditTrail trail;

    RotationPolicies(RotationPolicyStore store, KeyLookup lookup, RotationPlanner planner, AuditTrail trail) {
        this.store = store;
        this.lookup = lookup;
        this.planner = planner;
        this.trail = trail;
    }

    /** The policy of a key. */
    public static Tag tag(RotationPolicy policy) {
        return Tag.of(0, policy.updated());
    }

    /** @throws NotFoundException when there is no such key, or it has no policy */
    public RotationPolicy get(Caller caller, String aliasOrKid) {
        KeyAlias alias = lookup.requireKey(caller, aliasOrKid).alias();
        return find(caller, alias)
                .orElseThrow(() -> new NotFoundException("key '%s' has no rotation policy".formatted(alias)));
    }

    /** What is stored for a key, if anything is. */
    public Optional<RotationPolicy> find(Caller caller, String aliasOrKid) {
        return find(caller, lookup.requireKey(caller, aliasOrKid).alias());
    }

    /**
     * Sets the policy of a key. Where the interval has passed already, the key rotates at the next check.
     *
     * @throws NotFoundException when there is no such key
     * @throws InvalidRequestException when the key is managed at its provider, or the provider is not there
     * @throws PreconditionFailedException when the stored policy is not the one expected
     */
    public RotationPolicy put(
            Caller caller,
            String aliasOrKid,
            RotationPolicy.Schedule schedule,
            Optional<ProviderId> target,
            Tag.Precondition expected) {
        return trail.changing(
                caller,
                AuditOperation.SET_ROTATION_POLICY,
                AuditTarget.named(aliasOrKid),
                () -> set(caller, aliasOrKid, schedule, target, expected),
                policy -> AuditTarget.of(policy.alias()));
    }

    private RotationPolicy set(
            Caller caller,
            String aliasOrKid,
            RotationPolicy.Schedule schedule,
            Optional<ProviderId> target,
            Tag.Precondition expected) {
        Key key = lookup.requireAdministered(caller, aliasOrKid);
        KeyReference current = RotationPlanner.current(key);
        if (current.origin() == Origin.EXTERNAL) {
            throw new InvalidRequestException(
                    "key '%s' is managed at its provider and cannot rotate by itself; rotate it when its successor is there"
                            .formatted(key.alias()));
        }
        planner.target(caller, current, target);
        Change change = new Change(trail.clock().instant(), caller.subject());
        Instant dueAt = due(current, schedule);
        Optional<RotationPolicy> stored = find(caller, key.alias());
        expected.require(stored.map(RotationPolicies::tag).orElse(Tag.DEFAULT));
        return stored.map(before -> changed(before.changed(schedule, target, dueAt, change)))
                .orElseGet(() -> inserted(
                        new RotationPolicy(caller.tenant(), key.alias(), schedule, target, dueAt, change, change, 0)));
    }

    /**
     * The key no longer rotates by itself. A rotation that was begun goes on.
     *
     * @throws NotFoundException when there is no such key, or it has no policy
     * @throws PreconditionFailedException when the stored policy is not the one expected
     */
    public void delete(Caller caller, String aliasOrKid, Tag.Precondition expected) {
        trail.changing(
                caller,
                AuditOperation.DELETE_ROTATION_POLICY,
                AuditTarget.named(aliasOrKid),
                () -> deleted(caller, aliasOrKid, expected));
    }

    private void deleted(Caller caller, String aliasOrKid, Tag.Precondition expected) {
        RotationPolicy policy = get(caller, aliasOrKid);
        lookup.requireAdministration(caller, policy.alias());
        expected.require(tag(policy));
        try {
            store.delete(policy);
        } catch (ConflictException e) {
            throw changedMeanwhile();
        }
    }

    /** When the version that follows is to be published. */
    static Instant due(KeyReference current, RotationPolicy.Schedule schedule) {
        return rotateAt(current, schedule).minus(schedule.publishBefore());
    }

    /**
     * When the version that follows is to sign.
     *
     * @param current the version that stands for the key
     */
    public static Instant rotateAt(KeyReference current, RotationPolicy.Schedule schedule) {
        Instant activated =
                current.lifecycle().activated().orElse(current.created().at());
        return activated.plus(schedule.interval());
    }

    private Optional<RotationPolicy> find(Caller caller, KeyAlias alias) {
        return store.find(caller.tenant(), alias);
    }

    private RotationPolicy inserted(RotationPolicy policy) {
        try {
            store.insert(policy);
            return policy;
        } catch (ConflictException e) {
            throw changedMeanwhile();
        }
    }

    private RotationPolicy changed(RotationPolicy policy) {
        try {
            store.update(policy);
            return policy;
        } catch (ConflictException e) {
            throw changedMeanwhile();
        }
    }

    private static PreconditionFailedException changedMeanwhile() {
        return new PreconditionFailedException("the rotation policy was changed by another request; read it again");
    }
}
