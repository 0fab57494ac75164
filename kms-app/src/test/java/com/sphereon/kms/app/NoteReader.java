package com.sphereon.kms.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * A checkpoint as C2SP signed-note and tlog-checkpoint have it, read and verified with nothing of ours.
 *
 * @param text with the end of its last line, which is what is signed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NoteReader(String text, String origin, long size, byte[] root, List<Line> lines) {
    private static final String BREAK = "\n\n";
    private static final byte ED25519 = 1;
    private static final int KEY_ID_BYTES = 4;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(String name, byte[] keyId, byte[] signature) {}

    /** @throws IllegalArgumentException when it is no checkpoint */
    static NoteReader read(String note) {
        int end = note.lastIndexOf(BREAK);
        if (end < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException("no note: " + note);
        }
        String text = note.substring(0, end + 1);
        String[] parts = text.split("\n", -1);
        if (parts.length < 4 || parts[0].isEmpty() || !parts[1].matches("0|[1-9][0-9]*")) {
            throw new IllegalArgumentException("no checkpoint: " + text);
        }
        List<Line> lines = new ArrayList<>();
        for (String line : note.substring(end + BREAK.length()).split("\n")) {
            String[] words = line.split(" ");
            if (words.length != 3 || !words[0].equals("\u2014")) {
                throw new IllegalArgumentException("no signature: " + line);
            }
            byte[] octets = Base64.getDecoder().decode(words[2]);
            lines.add(new Line(
                    words[1],
                    Arrays.copyOf(octets, KEY_ID_BYTES),
                    Arrays.copyOfRange(octets, KEY_ID_BYTES, octets.length)));
        }
        return new NoteReader(
                text, parts[0], Long.parseLong(parts[1]), Base64.getDecoder().decode(parts[2]), List.copyOf(lines));
    }

    /** Whether that Ed25519 key signed it under the name of the log. */
    boolean isSignedBy(JsonNode jwk) {
        byte[] key = Base64.getUrlDecoder().decode(jwk.get("x").textValue());
        byte[] name = (origin + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] keyId = Arrays.copyOf(MerkleProofs.sha256(name, new byte[] {ED25519}, key), KEY_ID_BYTES);
        return lines.stream()
                .filter(line -> line.name().equals(origin) && Arrays.equals(line.keyId(), keyId))
                .anyMatch(line -> verifies(key, line.signature()));
    }

    private boolean verifies(byte[] key, byte[] signature) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(false, new Ed25519PublicKeyParameters(key));
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }
}
