package com.sphereon.kms.http.token;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One issuer whose tokens are accepted.
 *
 * @param name for logs and messages
 * @param issuer exact value of the claim {@code iss}
 * @param jwksUri where its keys are (RFC 7517 section 5): {@code https}, or {@code http} inside a trusted network
 * @param audience wanted in place of the audience of all issuers
 */
public record IssuerSettings(String name, String issuer, URI jwksUri, Optional<String> audience) {

    /** @throws IllegalArgumentException when the issuer is empty or the URI is not of the allowed form */
    public IssuerSettings {
        if (issuer.isEmpty()) {
            throw new IllegalArgumentException("issuer must not be empty");
        }
        if (!isJwksUri(jwksUri)) {
            throw new IllegalArgumentException(
                    "jwks uri must be an http or https URI with a host, without user information and fragment");
        }
    }

    /** Whether keys may be fetched from there. Credentials in a URI would end up in logs. */
    public static boolean isJwksUri(URI uri) {
        return uri.getScheme() != null
                && Set.of("http", "https").contains(uri.getScheme().toLowerCase(Locale.ROOT))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null;
    }

    /** Whether whoever sits on the network between could replace the keys. */
    public boolean isUnprotected() {
        return jwksUri.getScheme().equalsIgnoreCase("http");
    }
}
