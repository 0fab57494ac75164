package com.sphereon.kms.http.token;

import java.time.Duration;

/** A token, or its lack, is refused. Without a stack trace: these are cheap to provoke and the reason says it all. */
public final class TokenRefusedException extends RuntimeException {
    private final Refusal refusal;
    private final Duration retryAfter;

    /** For what waiting does not help. */
    public TokenRefusedException(Refusal refusal) {
        this(refusal, Duration.ZERO);
    }

    TokenRefusedException(Refusal refusal, Duration retryAfter) {
        super(refusal.sentence(), null, false, false);
        this.refusal = refusal;
        this.retryAfter = retryAfter;
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }

    /** How long to wait before trying again, where that may help; zero elsewhere. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
