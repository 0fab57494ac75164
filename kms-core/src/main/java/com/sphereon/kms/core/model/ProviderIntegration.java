package com.sphereon.kms.core.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant's decision where new keys of duties are made. Of those that fit a duty and are enabled, the one that names more
 * of it wins, then the smaller priority, then the older.
 *
 * @param service only duties of this service; of all when empty
 * @param purpose only duties of this purpose; of all when empty
 * @param priority 0 to {@value #MAX_PRIORITY}; smaller comes first
 * @param revision counts the changes from 0, for optimistic locking
 */
public record ProviderIntegration(
        UUID id,
        TenantId tenant,
        ProviderId provider,
        Optional<ServiceName> service,
        Optional<Purpose> purpose,
        int priority,
        boolean enabled,
        Change created,
        Change updated,
        long revision) {
    /** Largest priority. */
    public static final int MAX_PRIORITY = 10_000;

    /** What comes first decides. */
    public static final Comparator<ProviderIntegration> ORDER = Comparator.comparingInt(ProviderIntegration::generality)
            .thenComparingInt(ProviderIntegration::priority)
            .thenComparing(integration -> integration.created.at())
            .thenComparing(ProviderIntegration::id);

    /** @throws InvalidRequestException when a value is not allowed */
    public ProviderIntegration {
        service.ifPresent(named -> {
            if (!Duty.SERVICES.contains(named)) {
                throw new InvalidRequestException(
                        "service '%s' is unknown; allowed are %s".formatted(named, Duty.SERVICES));
            }
        });
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new InvalidRequestException(
                    "priority %d is not allowed; allowed are 0 to %d".formatted(priority, MAX_PRIORITY));
        }
    }

    /** Whether it has a say in where keys of that duty are made. */
    public boolean decides(Duty duty) {
        return enabled
                && service.map(duty.service()::equals).orElse(true)
                && purpose.map(duty.purpose()::equals).orElse(true);
    }

    private int generality() {
        return (service.isPresent() ? 0 : 2) + (purpose.isPresent() ? 0 : 1);
    }
}
