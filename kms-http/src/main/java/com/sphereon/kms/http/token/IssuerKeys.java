package com.sphereon.kms.http.token;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, kept fresh. Reading the current set takes no lock. One fetch runs at a time, whatever asked for
 * it, and callers wait for it no longer than the deadline of a fetch. Safe for use by many threads.
 */
final class IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    /** Calls that may wait for one issuer; beyond them the answer is 503 at once, since waiting is what an attacker wants. */
    private static final int MAX_WAITING = 256;

    private final IssuerSettings issuer;
    private final JwksSettings settings;
    private final JwksClient client;
    private final Clock clock;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final ReentrantLock lock = new ReentrantLock();

    private volatile KeySet current = new KeySet(List.of(), Long.MIN_VALUE / 2);

    // Guarded by the lock.
    private Optional<Fetch> running = Optional.empty();
    private Optional<Long> lastAttemptMillis = Optional.empty();
    private boolean lastAttemptFailed;

    /** @param deadlineNanos when whoever waits gives up, by {@link System#nanoTime()} */
    private record Fetch(CompletableFuture<Boolean> done, long deadlineNanos) {}

    IssuerKeys(IssuerSettings issuer, JwksSettings settings, JwksClient client, Clock clock) {
        this.issuer = issuer;
        this.settings = settings;
        this.client = client;
        this.clock = clock;
    }

    IssuerSettings issuer() {
        return issuer;
    }

    /** The key in the current set; null when there is none, or the set has become too old. Waits for nothing. */
    @Nullable
    VerificationKey current(Optional<String> kid, TokenAlgorithm algorithm, long nowMillis) {
        KeySet keys = current;
        return isUsable(keys, nowMillis) ? keys.find(kid, algorithm) : null;
    }

    /**
     * The key for a token, from a newer set where the current one does not know it.
     *
     * @throws TokenRefusedException when there is no such key, or no set that can be used
     */
    VerificationKey require(Optional<String> kid, TokenAlgorithm algorithm) {
        KeySet keys = current;
        if (!isUsable(keys, clock.millis()) || !keys.has(kid, algorithm)) {
            refetch();
            keys = current;
        }
        if (!isUsable(keys, clock.millis())) {
            throw new TokenRefusedException(Refusal.ISSUER_UNAVAILABLE, untilNextAttempt());
        }
        VerificationKey key = keys.find(kid, algorithm);
        if (key == null) {
            throw Refusal.KEY.asException();
        }
        return key;
    }

    /** Starts a fetch when the set has reached its age, or the last one failed. Waits for nothing. */
    void refreshIfDue() {
        lock.lock();
        try {
            boolean soon = lastAttemptFailed || lastAttemptMillis.isEmpty();
            start(soon ? settings.minRefetchInterval() : settings.refreshInterval());
        } finally {
            lock.unlock();
        }
    }

    private boolean isUsable(KeySet keys, long nowMillis) {
        return keys.isYounger(settings.maxStale().toMillis(), nowMillis);
    }

    /** Waits for the fetch that runs, or for a new one if it is time for it; returns at once if neither. */
    private void refetch() {
        Optional<Fetch> fetch;
        lock.lock();
        try {
            fetch = start(settings.minRefetchInterval());
        } finally {
            lock.unlock();
        }
        if (fetch.isEmpty()) {
            return;
        }
        if (!waiting.tryAcquire()) {
            throw new TokenRefusedException(Refusal.ISSUER_UNAVAILABLE, Duration.ofSeconds(1));
        }
        try {
            await(fetch.get());
        } finally {
            waiting.release();
        }
    }

    private static void await(Fetch fetch) {
        try {
            fetch.done().get(fetch.deadlineNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // what can be said without the new keys is said by the caller
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The fetch that runs, or a new one if the last one began long enough ago. Called with the lock. */
    private Optional<Fetch> start(Duration interval) {
        if (running.isEmpty() && isDue(interval)) {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            running = Optional.of(
                    new Fetch(done, System.nanoTime() + settings.timeout().toNanos()));
            long now = clock.millis();
            lastAttemptMillis = Optional.of(now);
            Thread.ofVirtual().name("jwks-" + issuer.name()).start(() -> run(done, now));
        }
        return running;
    }

    /** A clock that was set back makes it due too. */
    private boolean isDue(Duration interval) {
        long elapsed = clock.millis() - lastAttemptMillis.orElse(Long.MIN_VALUE / 2);
        return elapsed < 0 || elapsed >= interval.toMillis();
    }

    private void run(CompletableFuture<Boolean> done, long begunMillis) {
        boolean fetched = false;
        try {
            KeySet fresh = new KeySet(JwksParser.parse(client.fetch(issuer.jwksUri())), begunMillis);
            if (fresh.size() == 0) {
                LOG.warn("issuer {} has no key that can verify tokens; all of them are refused", issuer.name());
            }
            current = fresh;
            fetched = true;
        } catch (IOException | RuntimeException e) {
            Throwable reason = Optional.ofNullable(e.getCause()).orElse(e);
            LOG.warn("keys of issuer {}: {} ({})", issuer.name(), e.getMessage(), reason.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finished(fetched);
            done.complete(fetched);
        }
    }

    private void finished(boolean fetched) {
        lock.lock();
        try {
            lastAttemptFailed = !fetched;
            running = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** At least a second, in whole ones. */
    private Duration untilNextAttempt() {
        lock.lock();
        try {
            long next =
                    lastAttemptMillis.orElse(0L) + settings.minRefetchInterval().toMillis();
            long seconds = (next - clock.millis() + 999) / 1000;
            return Duration.ofSeconds(Math.clamp(
                    seconds, 1, Math.max(1, settings.minRefetchInterval().toSeconds())));
        } finally {
            lock.unlock();
        }
    }
}
