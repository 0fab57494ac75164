package com.sphereon.kms.app;

import com.sphereon.kms.core.service.Recovery;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs {@link Recovery} at the start and then at intervals, on a thread of its own. */
final class RecoverySchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoverySchedule.class);
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration MAX_CLOSE = Duration.ofSeconds(10);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kms-recovery").factory());

    private RecoverySchedule() {}

    /** @param shared whether other processes may use the database, so that what is unfinished may be in progress */
    static RecoverySchedule start(Recovery recovery, boolean shared) {
        run(shared ? recovery::finishInterrupted : recovery::finishAll);
        RecoverySchedule schedule = new RecoverySchedule();
        // The future is of no interest: the task reports its failures itself, and closing ends it.
        var unused = schedule.executor.scheduleWithFixedDelay(
                () -> run(recovery::finishInterrupted), INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
        return schedule;
    }

    /** An exception that escaped would end the schedule for good, or the start for a reason that may pass. */
    private static void run(IntSupplier recovery) {
        try {
            int finished = recovery.getAsInt();
            if (finished > 0) {
                LOG.info("finished {} creations and deletions of keys that had been interrupted", finished);
            }
        } catch (RuntimeException e) {
            LOG.warn("recovery could not run; it is tried again in {}", INTERVAL, e);
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
