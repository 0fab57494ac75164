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
    private final Effect effect;
    private final boolean renewed;

    /** What the backend may have done. */
    private enum Effect {
        /** Perhaps all of it. */
        UNKNOWN,
        /** Nothing, provably. */
        NONE,
        /** Some of it, and the call goes on from there when it is made again. */
        RESUMABLE
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // what it is made of, in one place
    private RemoteFailure(
            Kind kind,
            String message,
            @Nullable Throwable cause,
            Optional<Duration> retryAfter,
            Effect effect,
            boolean renewed) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.effect = effect;
        this.renewed = renewed;
    }

    /** A failure of that kind. */
    public static RemoteFailure of(Kind kind, String message) {
        return of(kind, message, null);
    }

    /** @param cause what the client threw, of which classes and stack traces are logged, but no text of the backend */
    public static RemoteFailure of(Kind kind, String message, @Nullable Throwable cause) {
        Effect effect = kind == Kind.THROTTLED || kind == Kind.DENIED ? Effect.NONE : Effect.UNKNOWN;
        return new RemoteFailure(kind, message, WordlessException.of(cause), Optional.empty(), effect, false);
    }

    /** The same, when the backend said how long to wait. */
    public RemoteFailure retryAfter(Optional<Duration> wait) {
        return new RemoteFailure(kind, message(), getCause(), wait, effect, renewed);
    }

    /** The same, when it is proven that the backend did nothing, since it never got the request. */
    public RemoteFailure undone() {
        return new RemoteFailure(kind, message(), getCause(), retryAfter, Effect.NONE, renewed);
    }

    /** The same, when the backend did a part, and the call goes on from there when it is made again. */
    public RemoteFailure resumable() {
        return new RemoteFailure(kind, message(), getCause(), retryAfter, Effect.RESUMABLE, renewed);
    }

    /** The same, when an attempt before this one may have done something. */
    RemoteFailure begun() {
        return isUndone() ? new RemoteFailure(kind, message(), getCause(), retryAfter, Effect.UNKNOWN, renewed) : this;
    }

    /** The same, when there are other credentials now than those that were refused, so that the call is repeated at once. */
    public RemoteFailure renewed() {
        return new RemoteFailure(kind, message(), getCause(), retryAfter, effect, true);
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
        return effect == Effect.NONE;
    }

    /** Whether the call may be made again though it makes something. */
    boolean isRepeatable() {
        return effect != Effect.UNKNOWN;
    }

    /** Whether there are other credentials now than those that were refused. */
    public boolean isRenewed() {
        return renewed;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
