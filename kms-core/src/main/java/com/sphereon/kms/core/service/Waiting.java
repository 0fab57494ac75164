package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what other threads or processes are about to finish. */
final class Waiting {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private Waiting() {}

    /**
     * Asks again and again, and less and less often, until there is an answer.
     *
     * @return nothing when the time is up
     * @throws UnavailableException when this thread is interrupted
     */
    static <T> Optional<T> atMost(Duration limit, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<T> answer = question.get();
        Duration pause = FIRST_PAUSE;
        while (answer.isEmpty() && System.nanoTime() - deadline < 0) {
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            answer = question.get();
        }
        return answer;
    }

    private static void pause(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("The server is stopping", RETRY_AFTER, e);
        }
    }
}
