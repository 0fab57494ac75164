package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sphereon.kms.core.model.TenantId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreparedTenantsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");

    private final FakeDialect dialect = new FakeDialect();
    private final PreparedTenants tenants = new PreparedTenants(dialect);

    @Test
    void require_manyTimes_preparesEachTenantOnce() {
        for (int i = 0; i < 3; i++) {
            tenants.require(ACME);
            tenants.require(OTHER);
        }

        assertThat(dialect.prepared).containsExactly(ACME, OTHER);
    }

    @Test
    void require_failed_toldAndTriedAgain() {
        dialect.onPrepare = tenant -> {
            throw new IllegalStateException("no");
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> tenants.require(ACME))
                .withMessage("no");
        assertThatIllegalStateException()
                .isThrownBy(() -> tenants.require(ACME))
                .withMessage("no");

        dialect.onPrepare = tenant -> {
            throw new StackOverflowError();
        };
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> tenants.require(ACME));

        dialect.onPrepare = tenant -> {};
        tenants.require(ACME);
        tenants.require(ACME);

        assertThat(dialect.prepared).hasSize(4);
    }

    @Test
    void require_manyAtOnce_allWaitForTheOne() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        dialect.onPrepare = tenant -> {
            begun.countDown();
            await(mayEnd);
            ended.set(1);
        };
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> seen = IntStream.range(0, 50)
                    .mapToObj(i -> clients.submit(() -> {
                        tenants.require(ACME);
                        return ended.get();
                    }))
                    .toList();
            begun.await();
            mayEnd.countDown();

            for (Future<Integer> each : seen) {
                assertThat(each.get()).isEqualTo(1);
            }
        }
        assertThat(dialect.prepared).containsExactly(ACME);
    }

    /** A tenant that takes long is no reason for another to wait. */
    @Test
    void require_otherTenantInPreparation_doesNotWait() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        dialect.onPrepare = tenant -> {
            if (tenant.equals(ACME)) {
                begun.countDown();
                await(mayEnd);
            }
        };
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = clients.submit(() -> tenants.require(ACME));
            begun.await();
            tenants.require(OTHER);

            assertThat(slow.isDone()).isFalse();
            mayEnd.countDown();
            slow.get();
        }
    }

    @Test
    void require_failedWhileOthersWait_allAreTold() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        dialect.onPrepare = tenant -> {
            begun.countDown();
            await(mayEnd);
            throw new IllegalStateException("no");
        };
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> waiting = IntStream.range(0, 10)
                    .<Future<?>>mapToObj(i -> clients.submit(() -> tenants.require(ACME)))
                    .toList();
            begun.await();
            mayEnd.countDown();

            for (Future<?> each : waiting) {
                assertThat(failure(each))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("no");
            }
        }
    }

    private static Throwable failure(Future<?> future) throws InterruptedException {
        try {
            future.get();
            throw new AssertionError("did not fail");
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
