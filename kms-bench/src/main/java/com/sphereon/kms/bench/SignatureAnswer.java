package com.sphereon.kms.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Reads the answer to a request for a signature, without a tree for each: whoever measures shares the machine. */
final class SignatureAnswer {
    /** The status of a good one. */
    static final int CREATED = 201;

    private static final int SIGNATURE_BYTES = 64;
    private static final String MEMBER = "\"signature\":\"";

    private SignatureAnswer() {}

    /** The P-256 signature in an answer, r and s; nothing when the status is not 201 or there is no such signature. */
    static Optional<byte[]> read(int status, byte[] body) {
        if (status != CREATED) {
            return Optional.empty();
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(MEMBER) + MEMBER.length();
        int end = text.indexOf('"', begin);
        if (begin < MEMBER.length() || end < 0) {
            return Optional.empty();
        }
        try {
            byte[] signature = Base64.getDecoder().decode(Arrays.copyOfRange(body, begin, end));
            return Optional.of(signature).filter(bytes -> bytes.length == SIGNATURE_BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
