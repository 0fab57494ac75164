package com.sphereon.kms.core.model;

import java.util.Optional;
import java.util.Set;

/** Whose a provider is, and which tenants may see it and have keys made at it. */
public sealed interface ProviderVisibility {
    /** The platform's, for every tenant. */
    static ProviderVisibility tenants() {
        return new Shared(true, Set.of());
    }

    /** The platform's own: to tenants it does not exist. */
    static ProviderVisibility system() {
        return new Hidden();
    }

    /** Whether a tenant may see it. */
    boolean includes(TenantId tenant);

    /** The tenant whose it is; the platform's when empty. */
    default Optional<TenantId> owner() {
        return Optional.empty();
    }

    /**
     * The platform's, for tenants.
     *
     * @param withAll whether every tenant may see it
     * @param with the tenants that may, at most {@value #MAX_TENANTS}; none when all may
     */
    record Shared(boolean withAll, Set<TenantId> with) implements ProviderVisibility {
        /** Most tenants that can be named. */
        public static final int MAX_TENANTS = 5_000;

        /** @throws InvalidRequestException when both are said, or there are too many */
        public Shared {
            with = Set.copyOf(with);
            if (withAll && !with.isEmpty()) {
                throw new InvalidRequestException("sharedWith names tenants, but sharedWithAll is true; leave one");
            }
            if (with.size() > MAX_TENANTS) {
                throw new InvalidRequestException(
                        "sharedWith names %d tenants; allowed are %d".formatted(with.size(), MAX_TENANTS));
            }
        }

        @Override
        public boolean includes(TenantId tenant) {
            return withAll || with.contains(tenant);
        }
    }

    /** The platform's, for nobody else. */
    record Hidden() implements ProviderVisibility {
        @Override
        public boolean includes(TenantId tenant) {
            return false;
        }
    }

    /** A tenant's own. */
    record Owned(TenantId tenant) implements ProviderVisibility {
        @Override
        public boolean includes(TenantId other) {
            return tenant.equals(other);
        }

        @Override
        public Optional<TenantId> owner() {
            return Optional.of(tenant);
        }
    }
}
