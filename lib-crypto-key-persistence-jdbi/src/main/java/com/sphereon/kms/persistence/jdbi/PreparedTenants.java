package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Remembers for which tenants the tables are known to be current. The first caller for a tenant sees to it, others wait;
 * a failure is told to all who waited and forgotten, so the next call tries anew. Safe for use by many threads.
 */
final class PreparedTenants {
    /** Longer than a dialect takes at most, so that those who wait learn what became of it. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(2);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Dialect dialect;
    private final Map<TenantId, CompletableFuture<TenantId>> tenants = new ConcurrentHashMap<>();

    PreparedTenants(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Returns once the tenant's tables are current. */
    void require(TenantId tenant) {
        CompletableFuture<TenantId> known = tenants.get(tenant);
        if (known != null && known.isDone() && !known.isCompletedExceptionally()) {
            return;
        }
        CompletableFuture<TenantId> mine = new CompletableFuture<>();
        CompletableFuture<TenantId> others = tenants.putIfAbsent(tenant, mine);
        if (others == null) {
            prepare(tenant, mine);
        } else {
            await(others);
        }
    }

    private void prepare(TenantId tenant, CompletableFuture<TenantId> result) {
        try {
            dialect.prepare(tenant);
            result.complete(tenant);
        } catch (RuntimeException | Error e) {
            tenants.remove(tenant, result);
            result.completeExceptionally(e);
            throw e;
        }
    }

    private static void await(CompletableFuture<TenantId> others) {
        try {
            others.get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new UnavailableException("The tenant's tables are still being set up", RETRY_AFTER, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Waiting for the tenant's tables was interrupted", RETRY_AFTER, e);
        }
    }
}
