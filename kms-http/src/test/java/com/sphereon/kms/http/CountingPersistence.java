package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.InMemoryPersistence;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A database in memory that knows how often it was asked for keys, and for which tenant last. */
final class CountingPersistence implements Persistence, KeyReferenceStore {
    private final Persistence real = new InMemoryPersistence();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile String lastTenant = "";

    int calls() {
        return calls.get();
    }

    String lastTenant() {
        return lastTenant;
    }

    private KeyReferenceStore counted(String tenant) {
        calls.incrementAndGet();
        lastTenant = tenant;
        return real.keyReferences();
    }

    @Override
    public KeyReferenceStore keyReferences() {
        return this;
    }

    @Override
    public TenantConfigStore tenantConfiguration() {
        return real.tenantConfiguration();
    }

    @Override
    public ProviderIntegrationStore providerIntegrations() {
        return real.providerIntegrations();
    }

    @Override
    public RotationStore rotations() {
        return real.rotations();
    }

    @Override
    public RotationPolicyStore rotationPolicies() {
        return real.rotationPolicies();
    }

    @Override
    public IdempotencyStore idempotency() {
        return real.idempotency();
    }

    @Override
    public AuditLog auditLog() {
        return real.auditLog();
    }

    @Override
    public List<TenantId> tenantsWithDueWork(Instant now) {
        return real.tenantsWithDueWork(now);
    }

    @Override
    public Health health() {
        return real.health();
    }

    @Override
    public boolean shared() {
        return real.shared();
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public Optional<Key> findByAlias(TenantId tenant, KeyAlias alias) {
        return counted(tenant.value()).findByAlias(tenant, alias);
    }

    @Override
    public List<KeyReference> findByKid(TenantId tenant, Kid kid) {
        return counted(tenant.value()).findByKid(tenant, kid);
    }

    @Override
    public List<KeyReference> list(TenantId tenant, Optional<ProviderId> provider) {
        return counted(tenant.value()).list(tenant, provider);
    }

    @Override
    public Optional<KeyReference> findById(TenantId tenant, UUID id) {
        return counted(tenant.value()).findById(tenant, id);
    }

    @Override
    public List<KeyReference> findHeldAs(TenantId tenant, ProviderId provider, String providerKeyId) {
        return counted(tenant.value()).findHeldAs(tenant, provider, providerKeyId);
    }

    @Override
    public Optional<KeyReference> findDeleted(TenantId tenant, String aliasOrKid) {
        return counted(tenant.value()).findDeleted(tenant, aliasOrKid);
    }

    @Override
    public List<KeyReference> listPublished(TenantId tenant, Instant now) {
        return counted(tenant.value()).listPublished(tenant, now);
    }

    @Override
    public List<KeyReference> findDueDestructions(TenantId tenant, Instant now) {
        return counted(tenant.value()).findDueDestructions(tenant, now);
    }

    @Override
    public void insert(KeyReference reference) {
        counted("").insert(reference);
    }

    @Override
    public void update(List<KeyReference> changed) {
        counted("").update(changed);
    }

    @Override
    public boolean isCurrent(KeyReference reference) {
        return counted(lastTenant).isCurrent(reference);
    }

    @Override
    public long count(ProviderId provider, Optional<TenantId> owner) {
        return counted("").count(provider, owner);
    }

    @Override
    public List<KeyReference> findUnfinished(Instant before) {
        return counted("").findUnfinished(before);
    }
}
