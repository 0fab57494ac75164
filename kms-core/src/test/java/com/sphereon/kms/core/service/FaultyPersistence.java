package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.IdempotencyStore;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import com.sphereon.kms.core.spi.RotationStore;
import com.sphereon.kms.core.spi.TenantConfigStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A database that can be made to lose the connection around a write. */
final class FaultyPersistence implements Persistence, KeyReferenceStore {
    /** What happens to the next update. */
    enum Fault {
        NONE,
        BEFORE_UPDATE,
        AFTER_UPDATE
    }

    final InMemoryPersistence real = new InMemoryPersistence();
    final FaultyLog log = new FaultyLog(real.auditLog());
    Fault next = Fault.NONE;

    /** What the finders answer in place of what is stored, until somebody asks whether it is current. */
    final Map<KeyAlias, Key> remembered = new HashMap<>();
    /** Happens when somebody asks, before the answer. */
    Runnable beforeIsCurrent = () -> {};

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
        return log;
    }

    @Override
    public List<TenantId> tenantsWithDueWork(Instant now) {
        return real.tenantsWithDueWork(now);
    }

    @Override
    public Optional<KeyReference> findById(TenantId tenant, UUID id) {
        return real.keyReferences().findById(tenant, id);
    }

    @Override
    public List<KeyReference> findHeldAs(TenantId tenant, ProviderId provider, String providerKeyId) {
        return real.keyReferences().findHeldAs(tenant, provider, providerKeyId);
    }

    @Override
    public Optional<KeyReference> findDeleted(TenantId tenant, String aliasOrKid) {
        return real.keyReferences().findDeleted(tenant, aliasOrKid);
    }

    @Override
    public List<KeyReference> listPublished(TenantId tenant, Instant now) {
        return real.keyReferences().listPublished(tenant, now);
    }

    @Override
    public List<KeyReference> findDueDestructions(TenantId tenant, Instant now) {
        return real.keyReferences().findDueDestructions(tenant, now);
    }

    @Override
    public Health health() {
        return real.health();
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public boolean isCurrent(KeyReference reference) {
        beforeIsCurrent.run();
        remembered.clear();
        return real.keyReferences().isCurrent(reference);
    }

    @Override
    public Optional<Key> findByAlias(TenantId tenant, KeyAlias alias) {
        return Optional.ofNullable(remembered.get(alias))
                .or(() -> real.keyReferences().findByAlias(tenant, alias));
    }

    @Override
    public List<KeyReference> findByKid(TenantId tenant, Kid kid) {
        return real.keyReferences().findByKid(tenant, kid);
    }

    @Override
    public List<KeyReference> list(TenantId tenant, Optional<ProviderId> provider) {
        return real.keyReferences().list(tenant, provider);
    }

    @Override
    public void insert(KeyReference reference) {
        real.keyReferences().insert(reference);
    }

    @Override
    public void update(List<KeyReference> changed) {
        Fault fault = next;
        next = Fault.NONE;
        if (fault == Fault.BEFORE_UPDATE) {
            throw lost();
        }
        real.keyReferences().update(changed);
        if (fault == Fault.AFTER_UPDATE) {
            throw lost();
        }
    }

    @Override
    public long count(ProviderId provider, Optional<TenantId> owner) {
        return real.keyReferences().count(provider, owner);
    }

    @Override
    public List<KeyReference> findUnfinished(Instant before) {
        return real.keyReferences().findUnfinished(before);
    }

    private static UnavailableException lost() {
        return new UnavailableException("connection lost", Duration.ofSeconds(1), new IllegalStateException("test"));
    }
}
