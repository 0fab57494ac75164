package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.TenantId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The logs that were found to be changed, each with what was found first. That stays for as long as the process runs: what was
 * changed once is not to be trusted because it looks well later. Safe for use by many threads.
 */
final class AuditAlarms {
    private static final Logger LOG = System.getLogger(AuditAlarms.class.getName());

    private final Map<TenantId, String> raised = new ConcurrentHashMap<>();

    /** All of them. */
    Map<TenantId, String> all() {
        return Map.copyOf(raised);
    }

    /** What was found in that log. */
    Optional<String> of(TenantId tenant) {
        return Optional.ofNullable(raised.get(tenant));
    }

    /** @throws IntegrityException when that log was found to be changed */
    void requireNone(TenantId tenant) {
        of(tenant).ifPresent(found -> {
            throw new IntegrityException(found, null);
        });
    }

    /** What a look at a log results in. What it throws because the log was changed becomes an alarm. */
    <T> T watched(TenantId tenant, Supplier<T> look) {
        try {
            return look.get();
        } catch (IntegrityException e) {
            String found = String.valueOf(e.getMessage());
            if (raised.putIfAbsent(tenant, found) == null) {
                LOG.log(Level.ERROR, "ALARM: tenant {0}: {1}; its checkpoints end here", tenant, found);
            }
            throw e;
        }
    }
}
