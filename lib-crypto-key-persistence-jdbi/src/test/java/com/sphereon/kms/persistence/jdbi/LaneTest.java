package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sphereon.kms.core.model.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaneTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Test
    void inTurn_manyWait_servedInOrderOfAsking() throws Exception {
        Lane lane = new Lane(1, LONG);
        ConcurrentLinkedQueue<Integer> served = new ConcurrentLinkedQueue<>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            all.add(occupy(lane, clients::submit));
            for (int i = 0; i < 20; i++) {
                int number = i;
                // One who was served asks again at once, and must not overtake the others.
                all.add(clients.submit(() -> {
                    lane.inTurn(() -> served.add(number));
                    lane.inTurn(() -> served.add(100 + number));
                }));
                while (lane.waiting() < i + 1) {
                    Thread.onSpinWait();
                }
            }
            mayEnd.countDown();
            for (Future<?> each : all) {
                each.get();
            }
        }
        List<Integer> firstTurns = served.stream().limit(20).toList();
        assertThat(firstTurns).isSorted().doesNotHaveDuplicates().last().isEqualTo(19);
        assertThat(served).hasSize(40);
    }

    @Test
    void inTurn_noTurnInTime_unavailable() throws Exception {
        Lane lane = new Lane(1, Duration.ofMillis(20));
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> occupant = occupy(lane, clients::submit);

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> lane.inTurn(() -> "never"))
                    .withMessage("The database is too busy")
                    .satisfies(e -> assertThat(e.retryAfter()).isPositive());
            mayEnd.countDown();
            occupant.get();
        }
        assertThat(lane.inTurn(() -> "now")).isEqualTo("now");
    }

    @Test
    void inTurn_actionFails_turnIsGivenBack() {
        Lane lane = new Lane(1, Duration.ofMillis(20));
        for (int i = 0; i < 3; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> lane.inTurn(() -> {
                        throw new IllegalStateException("failed");
                    }))
                    .withMessage("failed");
        }
        assertThat(lane.inTurn(() -> "fine")).isEqualTo("fine");
    }

    @Test
    void inTurn_interrupted_unavailableAndStillInterrupted() {
        Lane lane = new Lane(1, LONG);
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> lane.inTurn(() -> "never"));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(lane.inTurn(() -> "fine")).isEqualTo("fine");
    }

    private interface Start {
        Future<?> submit(Runnable action);
    }

    /** Returns once somebody has the only turn; that one gives it back when it may end. */
    private Future<?> occupy(Lane lane, Start start) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> occupant = start.submit(() -> lane.inTurn(() -> {
            begun.countDown();
            await(mayEnd);
            return "done";
        }));
        begun.await();
        return occupant;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
