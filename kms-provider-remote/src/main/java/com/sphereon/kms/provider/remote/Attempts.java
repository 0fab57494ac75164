package com.sphereon.kms.provider.remote;

import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.time.Duration;

/** Makes a call again where that may help and may be done: more and more seldom, and never beyond the deadline. */
final class Attempts {
    private static final int MAX_DOUBLINGS = 16;

    private final RemoteSettings settings;
    private final Pace pace;

    Attempts(RemoteSettings settings, Pace pace) {
        this.settings = settings;
        this.pace = pace;
    }

    /** @throws RemoteFailure the last one; undone when all were */
    <T> T make(Repeat repeat, RemoteCall<T> call, Deadline deadline) throws InterruptedException {
        boolean renewed = false;
        boolean begun = false;
        int retries = 0;
        while (true) {
            try {
                return call.make(deadline);
            } catch (RemoteFailure failure) {
                begun |= !failure.isUndone();
                if (failure.isRenewed() && !renewed) {
                    renewed = true;
                    continue;
                }
                Duration wait = pause(failure, retries);
                if (retries == settings.maxRetries()
                        || !mayRepeat(failure, repeat)
                        || wait.compareTo(deadline.remaining()) >= 0) {
                    throw begun ? failure.begun() : failure;
                }
                pace.pause().of(wait);
                retries++;
            }
        }
    }

    private static boolean mayRepeat(RemoteFailure failure, Repeat repeat) {
        boolean mayHelp = failure.kind() == Kind.THROTTLED || failure.kind() == Kind.UNAVAILABLE;
        return mayHelp && (repeat == Repeat.SAFE || failure.isRepeatable());
    }

    /** Half of it fixed, half by chance, so that those who failed together do not come back together. */
    private Duration pause(RemoteFailure failure, int retries) {
        long doubledMillis = settings.baseDelay().toMillis() << Math.min(retries, MAX_DOUBLINGS);
        long fullMillis = Math.min(doubledMillis, settings.maxDelay().toMillis());
        Duration backoff = Duration.ofMillis(pace.random().nextLong(fullMillis - fullMillis / 2, fullMillis + 1));
        return failure.retryAfter()
                .filter(asked -> asked.compareTo(backoff) > 0)
                .orElse(backoff);
    }
}
