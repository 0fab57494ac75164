package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.spi.CallObserver.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What adapters throw inside a {@link RemoteCall} in place of what their backend's client throws; {@link RemoteCalls} repeats
 * the call or makes a failure of the core's family of it. The message is for callers: it goes on after "Provider x: sign
 * failed: " and holds no text of the backend, which might repeat a credential; nor does the cause, which is logged. Immutable.
 */
public final class RemoteFailure extends RuntimeException {

    /** What kind of failure it was. */
    public enum Kind {
        /** Too many calls; the backend did nothing. */
        THROTTLED(Outcome.THROTTLED),
        /** Our credentials were refused or are not allowed to do that; the backend did nothing. */
        DENIED(Outcome.DENIED),
        /** There is no such key. */
        NOT_FOUND(Outcome.NOT_FOUND),
        /** The key exists but may not be used, such as one that is disabled or about to be deleted. */
        DISABLED(Outcome.DISABLED),
        /** What was asked for contradicts what exists. */
        CONFLICT(Outcome.CONFLICT),
        /** The backend cannot do what it was asked for. */
        INVALID(Outcome.INVALID),
        /** The backend failed or could not be reached; whether it did anything is unknown. */
        UNAVAILABLE(Outcome.UNAVAILABLE),
        /** The answer cannot be read, or is not about the key and algorithm asked for. */
        UNEXPECTED(Outcome.UNEXPECTED);

        private final Outcome outcome;

        Kind(Outcome outcome) {
            this.outcome = outcome;
        }

        Outcome outcome() {
            return outcome;
        }
    }

    private final Kind kind;
    private final Optional<Duration> retryAfter;
    private final boolean undone;
    private final boolean renewed;

    @SuppressWarnings("checkstyle:ParameterNumber") // what it is made of, in one place
    private RemoteFailure(
            Kind kind,
            String message,
            @Nullable Throwable cause,
            Optional<Duration> retryAfter,
            boolean undone,
            boolean renewed) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.undone = undone;
        this.renewed = renewed;
    }

    /** A failure of that kind. */
    public static RemoteFailure of(Kind kind, String message) {
        return of(kind, message, null);
    }

    /** @param cause what the client threw, of which classes and stack traces are logged, but no text of the backend */
    public static RemoteFailure of(Kind kind, String message, @Nullable Throwable cause) {
        boolean undone = kind == Kind.THROTTLED || kind == Kind.DENIED;
        return new RemoteFailure(kind, message, WordlessException.of(cause), Optional.empty(), undone, false);
    }

    /** The same, when the backend said how long to wait. */
    public RemoteFailure retryAfter(Optional<Duration> wait) {
        return new RemoteFailure(kind, message(), getCause(), wait, undone, renewed);
    }

    /** The same, when it is proven that the backend did nothing, since it never got the request. */
    public RemoteFailure undone() {
        return new RemoteFailure(kind, message(), getCause(), retryAfter, true, renewed);
    }

    /** The same, when there are other credentials now than those that were refused, so that the call is repeated at once. */
    public RemoteFailure renewed() {
        return new RemoteFailure(kind, message(), getCause(), retryAfter, undone, true);
    }

    /** What kind of failure it was. */
    public Kind kind() {
        return kind;
    }

    /** How long the backend wants to be left alone, if it said. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether it is proven that the backend did nothing. */
    public boolean isUndone() {
        return undone;
    }

    /** Whether there are other credentials now than those that were refused. */
    public boolean isRenewed() {
        return renewed;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
