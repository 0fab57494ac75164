package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.IdempotencyStore;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import com.sphereon.kms.core.spi.RotationStore;
import com.sphereon.kms.core.spi.TenantConfigStore;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A database that lives in this object and is gone with it, for embedding and for tests. It keeps the rules of the real
 * ones, but searches by looking at every row, so it is for thousands of keys, not for millions.
 *
 * <p>Safe for use by many threads; waits for nothing but other threads' calls.
 */
public final class InMemoryPersistence implements Persistence {
    private final InMemoryKeyReferences references = new InMemoryKeyReferences();
    private final InMemoryAdministration administration = new InMemoryAdministration();
    private final InMemoryRotations rotations = new InMemoryRotations();
    private final InMemoryAuditLog auditLog = new InMemoryAuditLog();

    /** An empty database. */
    public InMemoryPersistence() {}

    @Override
    public KeyReferenceStore keyReferences() {
        return references;
    }

    @Override
    public TenantConfigStore tenantConfiguration() {
        return administration.configuration();
    }

    @Override
    public ProviderIntegrationStore providerIntegrations() {
        return administration.integrations();
    }

    @Override
    public RotationStore rotations() {
        return rotations.rotations();
    }

    @Override
    public RotationPolicyStore rotationPolicies() {
        return rotations.policies();
    }

    @Override
    public IdempotencyStore idempotency() {
        return administration.idempotency();
    }

    @Override
    public AuditLog auditLog() {
        return auditLog;
    }

    @Override
    public List<TenantId> tenantsWithDueWork(Instant now) {
        return Stream.concat(
                        rotations.tenantsWithDue(now).stream(),
                        references.tenantsWith(r -> InMemoryKeyReferences.isToBeDestroyed(r, now)).stream())
                .distinct()
                .toList();
    }

    @Override
    public Health health() {
        return new Health.Up();
    }

    @Override
    public boolean shared() {
        return false;
    }

    /** Does nothing: what was stored stays until this object is collected. */
    @Override
    public void close() {}
}
