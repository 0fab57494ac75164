package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.Persistence;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does what has become due: the steps of rotations, rotations by policy, destructions. Runs on every replica again and again;
 * each item is claimed before it is done, so that one does it.
 */
public final class DueWork {
    private static final Logger LOG = System.getLogger(DueWork.class.getName());

    /** When a rotation by policy that could not be done is tried again. */
    private static final Duration RETRY = Duration.ofMinutes(5);

    /** Most of them wait for a provider; the database lets in fewer at a time. */
    private static final int MAX_TENANTS_AT_ONCE = 64;

    /** How long a run waits for what it has begun. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private static final String SUBJECT = "kms:rotation";

    private final Persistence persistence;
    private final Rotations rotations;
    private final RotationSteps steps;
    private final Destruction destruction;
    private final Clock clock;
    private final Set<TenantId> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            MAX_TENANTS_AT_ONCE, Thread.ofVirtual().name("kms-due-", 0).factory());

    DueWork(Persistence persistence, Rotations rotations, RotationSteps steps, Destruction destruction, Clock clock) {
        this.persistence = persistence;
        this.rotations = rotations;
        this.steps = steps;
        this.destruction = destruction;
        this.clock = clock;
    }

    /**
     * Does all that is due now. A tenant whose provider hangs keeps neither the others nor the next run waiting: it goes on in
     * the background, and is passed over until it is through.
     *
     * @return how many items were done in time; what could not be done is logged and tried again later
     */
    public int run() {
        Instant now = clock.instant();
        List<Future<Integer>> running = persistence.tenantsWithDueWork(now).stream()
                .filter(busy::add)
                .map(tenant -> threads.submit(() -> attempt(tenant, now)))
                .toList();
        long deadline = System.nanoTime() + MAX_WAIT.toNanos();
        return running.stream().mapToInt(each -> result(each, deadline)).sum();
    }

    private static int result(Future<Integer> running, long deadline) {
        try {
            return running.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (TimeoutException e) {
            return 0;
        } catch (ExecutionException e) {
            LOG.log(Level.ERROR, "what is due is left for later", e.getCause());
            return 0;
        }
    }

    private int attempt(TenantId tenant, Instant now) {
        try {
            return run(tenant, now);
        } catch (KmsException e) {
            LOG.log(Level.WARNING, "what is due for tenant {0} is left for later: {1}", tenant, e.getMessage());
            return 0;
        } finally {
            busy.remove(tenant);
        }
    }

    private int run(TenantId tenant, Instant now) {
        int done = 0;
        for (var rotation : persistence.rotations().findDue(tenant, now)) {
            done += attempt("rotation " + rotation.id(), () -> steps.advance(rotation));
        }
        for (var policy : persistence.rotationPolicies().findDue(tenant, now)) {
            done += attempt("rotation of key " + policy.alias(), () -> follow(policy, now));
        }
        for (var version : persistence.keyReferences().findDueDestructions(tenant, now)) {
            done += attempt("destruction of key version " + version.id(), () -> destruction.destroy(version));
        }
        return done;
    }

    private static int attempt(String what, Runnable work) {
        try {
            work.run();
            return 1;
        } catch (KmsException e) {
            LOG.log(Level.WARNING, "{0} is not done: {1}", what, e.getMessage());
            return 0;
        }
    }

    /** The policy's moment is a hint: the key itself tells whether it is time. */
    private void follow(RotationPolicy policy, Instant now) {
        Optional<KeyReference> current = current(policy);
        if (current.isEmpty()) {
            forget(policy, now);
            return;
        }
        Instant due = RotationPolicies.due(current.get(), policy.schedule());
        if (due.isAfter(now)) {
            persistence.rotationPolicies().update(policy.due(due));
            return;
        }
        RotationPolicy claimed = policy.due(now.plus(RETRY));
        persistence.rotationPolicies().update(claimed);
        if (current.get().state() == KeyState.ACTIVE && !isRotating(policy)) {
            rotate(claimed, current.get(), now);
        }
    }

    /** A key that is only in change may come back. */
    private void forget(RotationPolicy policy, Instant now) {
        boolean gone = persistence
                .keyReferences()
                .findByAlias(policy.tenant(), policy.alias())
                .isEmpty();
        if (gone) {
            persistence.rotationPolicies().delete(policy);
        } else {
            persistence.rotationPolicies().update(policy.due(now.plus(RETRY)));
        }
    }

    private void rotate(RotationPolicy claimed, KeyReference current, Instant now) {
        Key key = persistence
                .keyReferences()
                .findByAlias(claimed.tenant(), claimed.alias())
                .orElseThrow(() -> new ConflictException("key '%s' was deleted".formatted(claimed.alias())));
        Instant rotateAt = RotationPolicies.rotateAt(current, claimed.schedule());
        RotateKey wish = new RotateKey(
                UUID.randomUUID(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rotateAt).filter(now::isBefore),
                Optional.empty(),
                Optional.empty());
        Caller caller = new Caller(claimed.tenant(), SUBJECT).looking();
        steps.begin(rotations.start(caller, key, wish, Optional.of(claimed)));
    }

    private boolean isRotating(RotationPolicy policy) {
        return persistence.rotations().listUnfinished(policy.tenant()).stream()
                .anyMatch(rotation -> rotation.alias().equals(policy.alias()));
    }

    /** As it is now: what was remembered is asked for first. */
    private Optional<KeyReference> current(RotationPolicy policy) {
        var references = persistence.keyReferences();
        Optional<KeyReference> known =
                references.findByAlias(policy.tenant(), policy.alias()).flatMap(Key::primary);
        return known.filter(version -> !references.isCurrent(version)).isPresent()
                ? references.findByAlias(policy.tenant(), policy.alias()).flatMap(Key::primary)
                : known;
    }
}
