package com.sphereon.kms.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How an operation went.
 *
 * @param code with what the caller was refused, or why it failed; only with those two
 */
public record AuditOutcome(Kind kind, Optional<ErrorCode> code) {
    /** It is about to be done. Every change is recorded twice, so that one that a crash cut short can be seen. */
    public static final AuditOutcome STARTED = new AuditOutcome(Kind.STARTED, Optional.empty());

    /** It is done. */
    public static final AuditOutcome SUCCEEDED = new AuditOutcome(Kind.SUCCEEDED, Optional.empty());

    /** The kinds of outcomes. */
    public enum Kind {
        /** About to be done. */
        STARTED,
        /** Done. */
        SUCCEEDED,
        /** Not done, because of what was asked for or who asked. */
        REFUSED,
        /** Not done, or not known to be done, because something did not work. */
        FAILED;

        /** The kind of that name. */
        public static Optional<Kind> of(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text().equals(text))
                    .findFirst();
        }

        /** All names. */
        public static List<String> names() {
            return Arrays.stream(values()).map(Kind::text).toList();
        }

        /** The name in the log. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException when there is a code without a failure, or the reverse */
    public AuditOutcome {
        boolean bad = kind == Kind.REFUSED || kind == Kind.FAILED;
        if (bad != code.isPresent()) {
            throw new IllegalArgumentException("an outcome has a code if it is a bad one");
        }
    }

    /** Not done, and why. */
    public static AuditOutcome of(KmsException failure) {
        return switch (failure) {
            case UnavailableException e -> failed(e.code());
            case ProviderFailedException e -> failed(e.code());
            case IntegrityException e -> failed(e.code());
            case InvalidRequestException e -> refused(e.code());
            case NotFoundException e -> refused(e.code());
            case ConflictException e -> refused(e.code());
            case PreconditionFailedException e -> refused(e.code());
            case UnprocessableException e -> refused(e.code());
            case DeniedException e -> refused(e.code());
            case UnsupportedException e -> refused(e.code());
        };
    }

    /** Not done, for a reason nobody thought of. */
    public static AuditOutcome unexpected() {
        return failed(ErrorCode.INTERNAL_ERROR);
    }

    /** Not done, because it must not be. */
    public static AuditOutcome refused(ErrorCode code) {
        return new AuditOutcome(Kind.REFUSED, Optional.of(code));
    }

    private static AuditOutcome failed(ErrorCode code) {
        return new AuditOutcome(Kind.FAILED, Optional.of(code));
    }
}
