package com.sphereon.kms.provider.remote;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when it is told to, or when somebody pauses. */
final class TestPace {
    private static final long SEED = 42;

    final AtomicLong nanos = new AtomicLong();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();

    Pace pace() {
        return new Pace(nanos::get, clock(), new SplittableRandom(SEED), pause -> {
            pauses.add(pause);
            pass(pause);
        });
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.parse("2030-01-01T00:00:00Z").plusNanos(nanos.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("no zones here");
            }
        };
    }
}
