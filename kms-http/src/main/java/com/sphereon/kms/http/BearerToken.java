package com.sphereon.kms.http;

import com.sphereon.kms.http.token.Refusal;
import com.sphereon.kms.http.token.TokenRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;

/** Finds the token of a request: exactly one header, of scheme {@code Bearer}, with one token (RFC 6750 section 2.1). */
final class BearerToken {
    private static final String HEADER = "Authorization";
    private static final String SCHEME = "Bearer";

    private BearerToken() {}

    /** @throws TokenRefusedException when there is none, or more than one */
    static String of(HttpServletRequest request) {
        Enumeration<String> headers = request.getHeaders(HEADER);
        if (!headers.hasMoreElements()) {
            throw new TokenRefusedException(Refusal.MISSING);
        }
        String header = headers.nextElement();
        // Two headers may be read differently by a proxy and by us: none of them counts.
        if (headers.hasMoreElements()) {
            throw new TokenRefusedException(Refusal.MALFORMED);
        }
        int schemeEnd = header.indexOf(' ');
        String scheme = schemeEnd < 0 ? header : header.substring(0, schemeEnd);
        if (!scheme.equalsIgnoreCase(SCHEME)) {
            throw new TokenRefusedException(Refusal.MISSING);
        }
        int tokenStart = scheme.length();
        while (tokenStart < header.length() && header.charAt(tokenStart) == ' ') {
            tokenStart++;
        }
        // What comes after a further space is refused with all else that no token contains.
        return header.substring(tokenStart);
    }
}
