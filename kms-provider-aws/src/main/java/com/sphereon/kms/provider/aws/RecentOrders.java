package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What became of the latest orders for new keys, as far as this process saw it. AWS needs a moment until all of it knows a new
 * key, so that not to find one says little for a while. Safe for use by many threads.
 */
final class RecentOrders {
    /** After that long AWS shows what was made before; its own documents speak of seconds. */
    static final Duration SETTLING = Duration.ofMinutes(1);

    private static final int MAX_ORDERS = 10_000;

    /** With these answers AWS made nothing. */
    private static final Set<Kind> REFUSALS =
            EnumSet.of(Kind.THROTTLED, Kind.DENIED, Kind.NOT_FOUND, Kind.DISABLED, Kind.CONFLICT, Kind.INVALID);

    private final LongSupplier nanoTime;
    private final Map<UUID, Outcome> outcomes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Outcome> eldest) {
            return size() > MAX_ORDERS;
        }
    };

    private sealed interface Outcome {
        /** There is a key. */
        record Made(String keyId) implements Outcome {}

        /** There is none. */
        record Refused() implements Outcome {}

        /** None was to be seen at that time. */
        record Missed(long nanos) implements Outcome {}
    }

    /** @param nanoTime counts nanoseconds from anywhere, as {@link System#nanoTime} does */
    RecentOrders(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** An order has come, of which AWS does not hear unless it is in order. */
    synchronized void received(NewKey order) {
        outcomes.put(order.reference(), new Outcome.Refused());
    }

    /** AWS is about to be asked for the key. */
    synchronized void begun(NewKey order) {
        outcomes.remove(order.reference());
    }

    /** AWS made the key. */
    synchronized void made(NewKey order, String keyId) {
        outcomes.put(order.reference(), new Outcome.Made(keyId));
    }

    /** AWS was asked for the key, without success. */
    synchronized void failed(NewKey order, RemoteFailure failure) {
        if (failure.isUndone() || REFUSALS.contains(failure.kind())) {
            outcomes.put(order.reference(), new Outcome.Refused());
        }
    }

    /** The key, where it is known. */
    synchronized Optional<String> keyId(NewKey order) {
        @Nullable Outcome outcome = outcomes.get(order.reference());
        return outcome instanceof Outcome.Made made ? Optional.of(made.keyId()) : Optional.empty();
    }

    /** Whether AWS is known to have made nothing. */
    synchronized boolean isRefused(NewKey order) {
        return outcomes.get(order.reference()) instanceof Outcome.Refused;
    }

    /** AWS shows no key. Whether that may be believed: it may once the same was seen some time ago. */
    synchronized boolean missedAgain(NewKey order) {
        long now = nanoTime.getAsLong();
        Outcome first = outcomes.computeIfAbsent(order.reference(), reference -> new Outcome.Missed(now));
        return first instanceof Outcome.Missed missed && now - missed.nanos() >= SETTLING.toNanos();
    }
}
