package com.sphereon.kms.core.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Tells one state of something that can be changed from all others (RFC 9110 section 8.8.3).
 *
 * @param value letters, digits and dashes
 */
public record Tag(String value) {
    /** Of what is not stored, and so is as it is by default. */
    public static final Tag DEFAULT = new Tag("0");

    /** Of a row: its time tells it from one that stood in its place before. */
    public static Tag of(long revision, Change updated) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, updated.at());
        return new Tag(
                Long.toString(revision + 1, Character.MAX_RADIX) + "-" + Long.toString(micros, Character.MAX_RADIX));
    }

    /** What a caller expects to find still. */
    @FunctionalInterface
    public interface Precondition {
        /** For callers who do not care. */
        Precondition NONE = current -> true;

        /** Whether that is what the caller expects. */
        boolean allows(Tag current);

        /** @throws PreconditionFailedException when it is not */
        default void require(Tag current) {
            if (!allows(current)) {
                throw new PreconditionFailedException(
                        "If-Match does not name the current state, whose ETag is \"%s\"; read it again"
                                .formatted(current.value()));
            }
        }
    }
}
