package com.sphereon.kms.app;

import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.Recovery;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every replica does beside answering requests: finishing what was interrupted, doing what has become due, and seeing what
 * others changed. Each has a
 * thread of its own, so that a provider that hangs in one does not keep the other waiting.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration RECOVERY_INTERVAL = Duration.ofSeconds(30);
    /** How often it is seen whether a checkpoint is due; each does so by itself. */
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
    /** How often some more of the audit logs is read to see whether it was changed. */
    private static final Duration MONITOR_INTERVAL = Duration.ofSeconds(2);

    /** Half of what is promised for changes of providers that other replicas make. */
    private static final Duration PROVIDER_INTERVAL = Duration.ofMillis(500);

    private static final Duration MAX_CLOSE = Duration.ofSeconds(10);

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(
            4, Thread.ofPlatform().daemon().name("kms-housekeeping-", 0).factory());

    /** Does nothing yet. */
    Housekeeping() {}

    /**
     * Finishes what was interrupted, then returns and goes on in the background.
     *
     * @param shared whether other processes may use the database, so that what is unfinished may be in progress
     */
    static Housekeeping start(KeyManagementService kms, boolean shared, Duration checkInterval) {
        Recovery recovery = kms.recovery();
        run("recovery", shared ? recovery::finishInterrupted : recovery::finishAll);
        Housekeeping housekeeping = new Housekeeping();
        housekeeping.repeat("recovery", recovery::finishInterrupted, RECOVERY_INTERVAL);
        housekeeping.repeat("what is due", kms.dueWork()::run, checkInterval);
        housekeeping.repeat(
                "audit checkpoints", quietly("checkpoints made", kms.checkpoints()::run), CHECKPOINT_INTERVAL);
        housekeeping.repeat("reading the audit logs", quietly("events read", kms.logMonitor()::run), MONITOR_INTERVAL);
        housekeeping.repeat("providers", kms.providerAdministration()::poll, PROVIDER_INTERVAL);
        return housekeeping;
    }

    /** What happens all the time is no news. */
    private static IntSupplier quietly(String what, IntSupplier work) {
        return () -> {
            int done = work.getAsInt();
            LOG.debug("{} {}", done, what);
            return 0;
        };
    }

    void repeat(String what, IntSupplier work, Duration interval) {
        // The future is of no interest: the task reports its failures itself, and closing ends it.
        var unused = executor.scheduleWithFixedDelay(
                () -> run(what, work), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What escaped would end the schedule for good, or the start for a reason that may pass; an error as much as an exception. */
    private static void run(String what, IntSupplier work) {
        try {
            int done = work.getAsInt();
            if (done > 0) {
                LOG.info("{}: {} done", what, done);
            }
        } catch (Throwable e) {
            LOG.warn("{} could not be done; it is tried again", what, e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            // What runs uses providers and database, which are closed next.
            if (!executor.awaitTermination(MAX_CLOSE.toSeconds(), TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
