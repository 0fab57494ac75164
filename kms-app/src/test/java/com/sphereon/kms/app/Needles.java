package com.sphereon.kms.app;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks for secrets in what must have none, in the ways they might be written there. */
final class Needles {
    /** Long enough to be there by no accident. Of a longer secret, its beginning and its end give it away. */
    private static final int ENOUGH_CHARS = 14;

    private static final int CONTEXT_CHARS = 300;

    private final Set<String> needles = new LinkedHashSet<>();

    /** @param secrets at least {@value #ENOUGH_CHARS} characters each */
    Needles(Set<String> secrets) {
        for (String secret : secrets) {
            if (secret.length() < ENOUGH_CHARS) {
                throw new IllegalArgumentException("too short to look for: " + secret);
            }
            add(secret.substring(0, ENOUGH_CHARS));
            add(secret.substring(secret.length() - ENOUGH_CHARS));
        }
    }

    private void add(String part) {
        byte[] octets = part.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(octets);
        needles.addAll(
                List.of(part, URLEncoder.encode(part, StandardCharsets.UTF_8), hex, hex.toUpperCase(Locale.ROOT)));
        for (int before = 0; before < 3; before++) {
            needles.add(inside(Base64.getEncoder(), octets, before));
            needles.add(inside(Base64.getUrlEncoder(), octets, before));
        }
    }

    /** The characters of Base64 that tell only of these octets, when so many others precede them. */
    private static String inside(Base64.Encoder encoder, byte[] octets, int before) {
        byte[] shifted = new byte[before + octets.length];
        System.arraycopy(octets, 0, shifted, before, octets.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        int first = (before * 8 + 5) / 6;
        return text.substring(first, shifted.length * 8 / 6);
    }

    /** The first of them that is in the text, with what is around it. */
    Optional<String> in(String text) {
        return needles.stream()
                .filter(text::contains)
                .findFirst()
                .map(needle -> around(needle, text.indexOf(needle), text));
    }

    private static String around(String needle, int at, String text) {
        return needle + " in ..."
                + text.substring(Math.max(0, at - CONTEXT_CHARS), Math.min(text.length(), at + CONTEXT_CHARS)) + "...";
    }

    /** What of them is in the octets, whatever these are. */
    Optional<String> in(byte[] octets) {
        return in(new String(octets, StandardCharsets.ISO_8859_1));
    }
}
