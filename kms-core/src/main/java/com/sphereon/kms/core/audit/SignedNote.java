package com.sphereon.kms.core.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A text with signatures below it (C2SP signed-note).
 *
 * @param text ends with a line's end, has no empty line
 */
public record SignedNote(String text, List<Line> signatures) {
    private static final String DASH = "\u2014 ";
    private static final int ID_BYTES = 4;
    private static final int MAX_SIGNATURES = 100;

    /** One signature: whose, and over the octets of the text in UTF-8. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Line(String name, byte[] keyId, byte[] signature) {}

    /** @throws IllegalArgumentException when the text could not be told from its signatures */
    public SignedNote {
        if (!text.endsWith("\n") || text.contains("\n\n") || text.startsWith("\n")) {
            throw new IllegalArgumentException("the text of a note ends with a line's end and has no empty line");
        }
        signatures = List.copyOf(signatures);
    }

    /** A text with one signature. */
    public static SignedNote of(String text, NoteKey key, byte[] signature) {
        return new SignedNote(text, List.of(new Line(key.name(), key.id(), signature)));
    }

    /**
     * The note that was written so.
     *
     * @throws IllegalArgumentException when it is no note
     */
    public static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException("a note has a text, an empty line and signatures");
        }
        List<String> lines = note.substring(end + 2).lines().toList();
        if (lines.isEmpty() || lines.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException("a note has 1 to 100 signatures");
        }
        List<Line> signatures = new ArrayList<>();
        lines.forEach(line -> signatures.add(line(line)));
        SignedNote parsed = new SignedNote(note.substring(0, end + 1), signatures);
        if (!parsed.toString().equals(note)) {
            throw new IllegalArgumentException("the note is not written as it must be");
        }
        return parsed;
    }

    private static Line line(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space <= DASH.length()) {
            throw new IllegalArgumentException("a signature is a dash, a name and base64");
        }
        byte[] octets = Base64.getDecoder().decode(line.substring(space + 1));
        if (octets.length <= ID_BYTES) {
            throw new IllegalArgumentException("a signature begins with the id of its key");
        }
        return new Line(
                line.substring(DASH.length(), space),
                Arrays.copyOf(octets, ID_BYTES),
                Arrays.copyOfRange(octets, ID_BYTES, octets.length));
    }

    /** What is said to be the signature of that key. */
    public Optional<byte[]> signature(NoteKey key) {
        return signatures.stream()
                .filter(line -> line.name().equals(key.name()) && Arrays.equals(line.keyId(), key.id()))
                .map(Line::signature)
                .findFirst();
    }

    /** As it is written: the text, an empty line, a line for each signature. */
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (Line line : signatures) {
            byte[] octets = Arrays.copyOf(line.keyId, ID_BYTES + line.signature.length);
            System.arraycopy(line.signature, 0, octets, ID_BYTES, line.signature.length);
            note.append(DASH)
                    .append(line.name)
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(octets))
                    .append('\n');
        }
        return note.toString();
    }
}
