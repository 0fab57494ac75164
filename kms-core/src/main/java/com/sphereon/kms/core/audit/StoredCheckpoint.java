package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A checkpoint as it was handed out.
 *
 * @param note the signed text, see {@link SignedNote}
 * @param kid of the key that signed
 * @param at when; cut to microseconds
 */
public record StoredCheckpoint(long size, Sha256 root, String note, Kid kid, Instant at) {
    /** Longest note, in characters. */
    public static final int MAX_NOTE_CHARS = 4096;

    /** @throws IllegalArgumentException when it is too long or about no leaves */
    public StoredCheckpoint {
        if (size < 1 || note.length() > MAX_NOTE_CHARS) {
            throw new IllegalArgumentException("a checkpoint is about one leaf at least, and not too long");
        }
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}
