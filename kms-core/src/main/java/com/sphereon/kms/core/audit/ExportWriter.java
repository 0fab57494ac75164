package com.sphereon.kms.core.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a log so that {@link ExportVerifier} can verify it: events in their order, each checkpoint as soon as the events it
 * covers are written, then the end. Judges nothing: what is wrong with a log shall be in its export too. Not safe for use by
 * several threads.
 */
public final class ExportWriter {
    private final OutputStream out;
    private long events;
    private long checkpoints;

    /**
     * Begins an export.
     *
     * @param out ought to be buffered; is not closed here
     * @param origin the name of the log
     */
    public ExportWriter(OutputStream out, String origin) throws IOException {
        this.out = out;
        line(ExportLines.header(origin));
    }

    /**
     * The next event.
     *
     * @param leaf its leaf, as the log has it
     * @throws IllegalArgumentException when it cannot be a line
     */
    public void event(byte[] leaf) throws IOException {
        for (byte octet : leaf) {
            if (octet == '\n') {
                throw new IllegalArgumentException("event %d was changed: its leaf has a line's end".formatted(events));
            }
        }
        if (leaf.length > ExportLines.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "event %d was changed: its leaf has %d octets".formatted(events, leaf.length));
        }
        line(leaf);
        events++;
    }

    /** A checkpoint that covers the events written so far. */
    public void checkpoint(String note) throws IOException {
        line(ExportLines.checkpoint(note));
        checkpoints++;
    }

    /** Ends the export. Without that it is none. */
    public void end() throws IOException {
        line(ExportLines.end(events, checkpoints));
    }

    /** How many events were written. */
    public long events() {
        return events;
    }

    /** How many checkpoints were written. */
    public long checkpoints() {
        return checkpoints;
    }

    private void line(String text) throws IOException {
        line(text.getBytes(StandardCharsets.UTF_8));
    }

    private void line(byte[] octets) throws IOException {
        out.write(octets);
        out.write('\n');
    }
}
