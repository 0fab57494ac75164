package com.sphereon.kms.core.model;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * Reading and writing single members of a JWK (RFC 7518 section 6), which here is a map from member name to text.
 * Parsing and printing JSON is the adapters' business; what the members mean is decided once, here.
 */
final class Jwk {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, String> members;

    Jwk(Map<String, String> members) {
        this.members = members;
    }

    String text(String name) {
        String value = members.get(name);
        if (value == null) {
            throw new InvalidRequestException("key.%s is missing".formatted(name));
        }
        return value;
    }

    Curve curve() {
        String name = text("crv");
        return Curve.fromJwkName(name)
                .orElseThrow(() -> new InvalidRequestException(
                        "key.crv '%s' is unknown; allowed are %s".formatted(Text.shown(name), Curve.allowedNames())));
    }

    byte[] octets(String name) {
        try {
            return Base64.getUrlDecoder().decode(text(name));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("key.%s is not base64url (RFC 7515 section 2)".formatted(name));
        }
    }

    byte[] octets(String name, int lengthBytes) {
        byte[] octets = octets(name);
        if (octets.length != lengthBytes) {
            throw new InvalidRequestException(
                    "key.%s has %d bytes; this key needs %d".formatted(name, octets.length, lengthBytes));
        }
        return octets;
    }

    SecretBytes secret(String name) {
        return wipedAfterCopy(octets(name));
    }

    SecretBytes secret(String name, int lengthBytes) {
        return wipedAfterCopy(octets(name, lengthBytes));
    }

    BigInteger number(String name) {
        return new BigInteger(1, octets(name));
    }

    BigInteger number(String name, int lengthBytes) {
        return new BigInteger(1, octets(name, lengthBytes));
    }

    private static SecretBytes wipedAfterCopy(byte[] octets) {
        try {
            return SecretBytes.copyOf(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    static String base64Url(byte[] octets) {
        return ENCODER.encodeToString(octets);
    }

    static String base64Url(SecretBytes secret) {
        return secret.expose(ENCODER::encodeToString);
    }

    /** Unsigned big-endian, as short as possible (RFC 7518 section 2, Base64urlUInt). */
    static byte[] unsigned(BigInteger value) {
        byte[] signed = value.toByteArray();
        return signed.length > 1 && signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
    }

    /** Unsigned big-endian, padded on the left to the given length (RFC 7518 section 6.2.1.2). */
    static byte[] unsigned(BigInteger value, int lengthBytes) {
        byte[] shortest = unsigned(value);
        byte[] padded = new byte[lengthBytes];
        System.arraycopy(shortest, 0, padded, lengthBytes - shortest.length, shortest.length);
        return padded;
    }
}
