package com.sphereon.kms.provider.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a token says of its tenant: the claim {@value #CLAIM} of a JWT (RFC 7519), as the servers of this API read it. */
final class TokenTenant {
    private static final String CLAIM = "tenant_id";
    private static final Pattern BEARER_JWT =
            Pattern.compile("Bearer [A-Za-z0-9_-]+\\.(?<claims>[A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]+");

    private TokenTenant() {}

    /** @throws RemoteFailure when the header holds no JWT */
    static Optional<String> of(String header) {
        Matcher parts = BEARER_JWT.matcher(header);
        if (!parts.matches()) {
            throw noJwt();
        }
        JsonNode claims = claims(parts.group("claims"));
        return Optional.ofNullable(claims.get(CLAIM))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    private static JsonNode claims(String part) {
        try {
            return WireJson.read(Base64.getUrlDecoder().decode(part), JsonNode.class);
        } catch (IllegalArgumentException | RemoteFailure e) {
            throw noJwt();
        }
    }

    private static RemoteFailure noJwt() {
        return RemoteFailure.of(Kind.DENIED, "the token is no JWT, so that nobody can tell whose it is");
    }
}
