package com.sphereon.kms.app;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Paths as a client writes them. */
final class Uris {
    private Uris() {}

    /** A name as one path segment (RFC 3986 section 3.3), with the colon of duty aliases left as it is. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }
}
