package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.TenantId;
import java.time.Instant;
import java.util.List;

/** One database and the stores in it. Safe for use by many threads. */
public interface Persistence extends AutoCloseable {

    /** The key references. */
    KeyReferenceStore keyReferences();

    /** What administrators of tenants have set. */
    TenantConfigStore tenantConfiguration();

    /** Where tenants have their keys made. */
    ProviderIntegrationStore providerIntegrations();

    /** The rotations, past and to come. */
    RotationStore rotations();

    /** How keys rotate by themselves. */
    RotationPolicyStore rotationPolicies();

    /** What became of requests that may be repeated. */
    IdempotencyStore idempotency();

    /** What was done with keys. */
    AuditLog auditLog();

    /**
     * The tenants that have a rotation, a rotation policy or a destruction that is due at that moment, without those whose
     * tables cannot be read, which are logged.
     */
    List<TenantId> tenantsWithDueWork(Instant now);

    /** Whether the database answers now; waits at most a few seconds. */
    Health health();

    /**
     * Whether other processes may use the database at the same time. Where none can, whatever is unfinished at the start
     * was left by a process that is gone.
     */
    boolean shared();

    /** Closes all connections. */
    @Override
    void close();
}
