package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.ConflictException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many who do something at the same moment. */
final class Clients {

    private Clients() {}

    /** Those whose write returned. All others got a conflict; anything else fails the test. */
    static <T> List<T> winners(List<T> wishes, Consumer<T> write) {
        List<Boolean> won = together(wishes.size(), i -> () -> {
            try {
                write.accept(wishes.get(i));
                return true;
            } catch (ConflictException e) {
                return false;
            }
        });
        return IntStream.range(0, wishes.size())
                .filter(won::get)
                .mapToObj(wishes::get)
                .toList();
    }

    /** All start when the last one is ready. */
    static <T> List<T> together(int number, IntFunction<Callable<T>> action) {
        CountDownLatch ready = new CountDownLatch(number);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results = IntStream.range(0, number)
                    .mapToObj(i -> clients.submit(() -> {
                        ready.countDown();
                        ready.await();
                        return action.apply(i).call();
                    }))
                    .toList();
            return results.stream().map(Clients::result).toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed", e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
