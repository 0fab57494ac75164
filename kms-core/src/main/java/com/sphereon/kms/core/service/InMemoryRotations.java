package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import com.sphereon.kms.core.spi.RotationStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Rotations and their policies in memory. Safe for use by many threads. */
final class InMemoryRotations {
    private static final Comparator<Rotation> BY_DUE =
            Comparator.comparing(rotation -> rotation.progress().dueAt());

    private record Id(TenantId tenant, UUID id) {}

    private record Name(TenantId tenant, KeyAlias alias) {}

    private final InMemoryRows<Id, Rotation> rotations = new InMemoryRows<>(
            rotation -> new Id(rotation.tenant(), rotation.id()),
            Rotation::revision,
            (one, other) -> name(one).equals(name(other))
                    && one.phase().isUnfinished()
                    && other.phase().isUnfinished());

    private final InMemoryRows<Name, RotationPolicy> policies = new InMemoryRows<>(
            policy -> new Name(policy.tenant(), policy.alias()), RotationPolicy::revision, (one, other) -> false);

    RotationStore rotations() {
        return new Rotations();
    }

    RotationPolicyStore policies() {
        return new Policies();
    }

    List<TenantId> tenantsWithDue(Instant now) {
        return Stream.concat(
                        rotations.select(r -> isDue(r, now), BY_DUE).stream().map(Rotation::tenant),
                        policies.select(p -> isDue(p, now), Comparator.comparing(RotationPolicy::dueAt)).stream()
                                .map(RotationPolicy::tenant))
                .toList();
    }

    private static Name name(Rotation rotation) {
        return new Name(rotation.tenant(), rotation.alias());
    }

    private static boolean isDue(Rotation rotation, Instant now) {
        return rotation.phase().isUnfinished() && !rotation.progress().dueAt().isAfter(now);
    }

    private static boolean isDue(RotationPolicy policy, Instant now) {
        return !policy.dueAt().isAfter(now);
    }

    private final class Rotations implements RotationStore {
        @Override
        public Optional<Rotation> find(TenantId tenant, UUID id) {
            return rotations.find(new Id(tenant, id));
        }

        @Override
        public List<Rotation> list(TenantId tenant, KeyAlias alias) {
            return rotations.select(
                    r -> name(r).equals(new Name(tenant, alias)),
                    Comparator.comparing((Rotation r) -> r.created().at())
                            .reversed()
                            .thenComparing(Rotation::id));
        }

        @Override
        public List<Rotation> findDue(TenantId tenant, Instant now) {
            return rotations.select(r -> r.tenant().equals(tenant) && isDue(r, now), BY_DUE);
        }

        @Override
        public List<Rotation> listUnfinished(TenantId tenant) {
            return rotations.select(
                    r -> r.tenant().equals(tenant) && r.phase().isUnfinished(),
                    Comparator.comparing(r -> r.alias().value()));
        }

        @Override
        public void insert(Rotation rotation) {
            rotations.insert(rotation);
        }

        @Override
        public void update(Rotation changed) {
            rotations.update(changed);
        }
    }

    private final class Policies implements RotationPolicyStore {
        @Override
        public Optional<RotationPolicy> find(TenantId tenant, KeyAlias alias) {
            return policies.find(new Name(tenant, alias));
        }

        @Override
        public List<RotationPolicy> list(TenantId tenant) {
            return policies.select(
                    p -> p.tenant().equals(tenant),
                    Comparator.comparing(p -> p.alias().value()));
        }

        @Override
        public List<RotationPolicy> findDue(TenantId tenant, Instant now) {
            return policies.select(
                    p -> p.tenant().equals(tenant) && isDue(p, now), Comparator.comparing(RotationPolicy::dueAt));
        }

        @Override
        public void insert(RotationPolicy policy) {
            policies.insert(policy);
        }

        @Override
        public void update(RotationPolicy changed) {
            policies.update(changed);
        }

        @Override
        public void delete(RotationPolicy policy) {
            policies.delete(policy);
        }
    }
}
