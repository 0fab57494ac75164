package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Sha256;
import java.util.Base64;

/**
 * A statement about a log: that its tree has that root when it has that many leaves (C2SP tlog-checkpoint).
 *
 * @param origin which log; visible ASCII without plus
 * @param size number of leaves
 */
public record Checkpoint(String origin, long size, Sha256 root) {
    private static final int LINES = 3;

    /** @throws IllegalArgumentException when the origin could not be told from what follows it, or the size is negative */
    public Checkpoint {
        if (size < 0 || !isOrigin(origin)) {
            throw new IllegalArgumentException("origin or size of a checkpoint are not allowed");
        }
    }

    /** Whether a text may name a log: it stands alone in a line, and names the key that signs. */
    public static boolean isOrigin(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '+');
    }

    /**
     * The text that is signed: three lines, each with its end.
     */
    public String text() {
        // Not formatted: that would write the digits of the machine's language.
        return origin + '\n' + size + '\n' + root.base64() + '\n';
    }

    /**
     * The checkpoint a text states; lines after the third are extensions that nothing here has a use for.
     *
     * @throws IllegalArgumentException when it states none
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", LINES + 1);
        if (lines.length != LINES + 1) {
            throw new IllegalArgumentException("a checkpoint has three lines at least");
        }
        Checkpoint checkpoint = new Checkpoint(
                lines[0],
                Long.parseLong(lines[1]),
                Sha256.fromBytes(Base64.getDecoder().decode(lines[2])));
        if (!text.startsWith(checkpoint.text())) {
            throw new IllegalArgumentException("the checkpoint is not written as it must be");
        }
        return checkpoint;
    }
}
