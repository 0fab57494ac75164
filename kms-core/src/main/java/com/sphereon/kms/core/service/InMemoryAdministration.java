package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IdempotencyRecord;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.IdempotencyStore;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import com.sphereon.kms.core.spi.TenantConfigStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** What administrators set, and what became of their requests, in memory. Safe for use by many threads. */
final class InMemoryAdministration {
    private record Id(TenantId tenant, UUID id) {}

    private record Name(TenantId tenant, String name) {}

    private final InMemoryRows<Name, ConfigProperty> properties = new InMemoryRows<>(
            property -> new Name(property.tenant(), property.key()), ConfigProperty::revision, (one, other) -> false);

    private final InMemoryRows<Id, ProviderIntegration> integrations = new InMemoryRows<>(
            integration -> new Id(integration.tenant(), integration.id()),
            ProviderIntegration::revision,
            (one, other) -> false);

    /** Nobody else writes integrations between the look at the others and the write. */
    private final ReentrantLock writesIntegration = new ReentrantLock();

    private final InMemoryRows<Name, IdempotencyRecord> requests = new InMemoryRows<>(
            request -> new Name(request.tenant(), request.id()), IdempotencyRecord::revision, (one, other) -> false);

    TenantConfigStore configuration() {
        return new Configuration();
    }

    ProviderIntegrationStore integrations() {
        return new Integrations();
    }

    IdempotencyStore idempotency() {
        return new Idempotency();
    }

    private final class Configuration implements TenantConfigStore {
        @Override
        public List<ConfigProperty> list(TenantId tenant) {
            return properties.select(p -> p.tenant().equals(tenant), Comparator.comparing(ConfigProperty::key));
        }

        @Override
        public void insert(ConfigProperty property) {
            properties.insert(property);
        }

        @Override
        public void update(ConfigProperty changed) {
            properties.update(changed);
        }

        @Override
        public void delete(ConfigProperty property) {
            properties.delete(property);
        }
    }

    private final class Integrations implements ProviderIntegrationStore {
        @Override
        public List<ProviderIntegration> list(TenantId tenant) {
            return integrations.select(i -> i.tenant().equals(tenant), ProviderIntegration.ORDER);
        }

        @Override
        public void insert(ProviderIntegration integration) {
            write(integration, () -> integrations.insert(integration));
        }

        @Override
        public void update(ProviderIntegration changed) {
            write(changed, () -> integrations.update(changed));
        }

        @Override
        public void delete(ProviderIntegration integration) {
            integrations.delete(integration);
        }

        private void write(ProviderIntegration integration, Runnable writing) {
            writesIntegration.lock();
            try {
                if (list(integration.tenant()).stream().anyMatch(other -> isTwin(other, integration))) {
                    throw new ConflictException(
                            "there is an integration of provider '%s' with that service and purpose already"
                                    .formatted(integration.provider()));
                }
                writing.run();
            } finally {
                writesIntegration.unlock();
            }
        }

        private static boolean isTwin(ProviderIntegration one, ProviderIntegration other) {
            return !one.id().equals(other.id())
                    && one.provider().equals(other.provider())
                    && one.service().equals(other.service())
                    && one.purpose().equals(other.purpose());
        }
    }

    private final class Idempotency implements IdempotencyStore {
        @Override
        public Optional<IdempotencyRecord> find(TenantId tenant, String id) {
            return requests.find(new Name(tenant, id));
        }

        @Override
        public void insert(IdempotencyRecord request) {
            requests.insert(request);
        }

        @Override
        public void update(IdempotencyRecord changed) {
            requests.update(changed);
        }

        @Override
        public void delete(IdempotencyRecord request) {
            requests.delete(request);
        }

        @Override
        public int deleteCreatedBefore(TenantId tenant, Instant moment) {
            return requests.deleteAll(
                    r -> r.tenant().equals(tenant) && r.created().at().isBefore(moment));
        }
    }
}
