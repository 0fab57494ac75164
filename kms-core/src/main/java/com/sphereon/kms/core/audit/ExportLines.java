package com.sphereon.kms.core.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of an exported log, all of which end with a line feed: a header, then for each checkpoint the events it covers that
 * no earlier one does and the checkpoint itself, then the end. An event is its leaf, so that the octets that are hashed are
 * those of the line. There is one way only to write a log of some size, so that every octet can be checked, and two exports
 * of it are the same.
 */
final class ExportLines {
    /** Longest line, in octets. */
    static final int MAX_BYTES = 16 * 1024;

    /** What the line of a checkpoint begins with. */
    static final String CHECKPOINT = "{\"checkpoint\":";

    /** What the last line begins with. */
    static final String END = "{\"end\":";

    private static final String FORMAT = "kms-audit-export/1";

    private final InputStream in;
    private final byte[] buffer = new byte[8 * MAX_BYTES];
    private int begin;
    private int end;
    private long number;

    ExportLines(InputStream in) {
        this.in = in;
    }

    static String header(String origin) {
        StringBuilder json = new StringBuilder("{\"format\":\"").append(FORMAT).append("\",\"origin\":");
        CanonicalJson.appendText(json, origin);
        return json.append('}').toString();
    }

    static String checkpoint(String note) {
        StringBuilder json = new StringBuilder(CHECKPOINT);
        CanonicalJson.appendText(json, note);
        return json.append('}').toString();
    }

    static String end(long events, long checkpoints) {
        return END + "{\"checkpoints\":" + checkpoints + ",\"events\":" + events + "}}";
    }

    /**
     * The next line without its end; empty when there is none.
     *
     * @throws IllegalArgumentException when it is too long or has no end
     */
    Optional<byte[]> next() throws IOException {
        number++;
        int at = begin;
        while (true) {
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (at - begin > MAX_BYTES) {
                throw new IllegalArgumentException("the line is longer than %d octets".formatted(MAX_BYTES));
            }
            if (at < end) {
                byte[] line = Arrays.copyOfRange(buffer, begin, at);
                begin = at + 1;
                return Optional.of(line);
            }
            if (!filled()) {
                break;
            }
            at = 0;
        }
        if (begin < end) {
            throw new IllegalArgumentException("the line has no end: the file was cut off");
        }
        return Optional.empty();
    }

    /** Reads on, with what is left of a line at the start of the buffer. */
    private boolean filled() throws IOException {
        System.arraycopy(buffer, begin, buffer, 0, end - begin);
        end -= begin;
        begin = 0;
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(0, read);
        return read >= 0;
    }

    /** Of the line that was read last, from 1. */
    long number() {
        return number;
    }
}
