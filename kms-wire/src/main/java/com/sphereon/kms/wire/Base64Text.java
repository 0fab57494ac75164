package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.InvalidRequestException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Binary members. Written as standard Base64 with padding; read in the standard and the URL-safe alphabet (RFC 4648
 * sections 4 and 5), padded or not, because clients in use send all four.
 */
public final class Base64Text {
    private Base64Text() {}

    /** Standard alphabet, padded. */
    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Reads either alphabet, but not both in one text.
     *
     * @throws InvalidRequestException when it is missing or not Base64
     */
    public static byte[] decode(String field, @Nullable String text) {
        String present = Members.require(field, text);
        Base64.Decoder decoder = isUrlSafe(present) ? Base64.getUrlDecoder() : Base64.getDecoder();
        try {
            return decoder.decode(present);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    field + " is not Base64 (RFC 4648, standard or URL-safe alphabet, with or without padding)");
        }
    }

    private static boolean isUrlSafe(String text) {
        return text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    }
}
