package com.sphereon.kms.http.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jsonwebtoken.io.DeserializationException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a token claims about itself, which is what its key is looked for by. It is all unproved until the
 * signature is checked.
 *
 * @param issuer claim {@code iss}
 * @param algorithm header {@code alg}
 * @param kid header {@code kid}
 * @param claims the payload as it stands; the library leaves out what is null or empty
 */
record UnverifiedToken(String issuer, TokenAlgorithm algorithm, Optional<String> kid, Map<String, Object> claims) {
    /** Longest token, in characters; what a server's request line and headers have room for is not much more. */
    static final int MAX_CHARS = 16 * 1024;

    /** Three parts in base64url (RFC 7515 section 7.1); five would be encrypted. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    /**
     * Critical extensions, of which we know none, payloads that are not encoded (RFC 7797), compression, and encryption.
     */
    private static final Set<String> REFUSED_HEADERS = Set.of("crit", "b64", "zip", "enc");

    /** @throws TokenRefusedException when it is no signed JWT of the accepted form, or not of an allowed algorithm */
    static UnverifiedToken read(String token, Set<TokenAlgorithm> allowed) {
        if (token.length() > MAX_CHARS || !COMPACT.matcher(token).matches()) {
            throw Refusal.MALFORMED.asException();
        }
        int headerEnd = token.indexOf('.');
        Map<String, Object> header = object(token.substring(0, headerEnd));
        if (REFUSED_HEADERS.stream().anyMatch(header::containsKey)) {
            throw Refusal.MALFORMED.asException();
        }
        TokenAlgorithm algorithm = text(header, "alg")
                .flatMap(TokenAlgorithm::of)
                .filter(allowed::contains)
                .orElseThrow(Refusal.ALGORITHM::asException);
        Map<String, Object> claims = object(token.substring(headerEnd + 1, token.lastIndexOf('.')));
        return new UnverifiedToken(
                text(claims, "iss").orElseThrow(Refusal.ISSUER::asException),
                algorithm,
                text(header, "kid"),
                Collections.unmodifiableMap(claims));
    }

    private static Map<String, Object> object(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            return StrictJson.object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException
                | CharacterCodingException
                | JsonProcessingException
                | DeserializationException e) {
            throw Refusal.MALFORMED.asException();
        }
    }

    private static Optional<String> text(Map<String, Object> members, String name) {
        if (!members.containsKey(name)) {
            return Optional.empty();
        }
        if (members.get(name) instanceof String text) {
            return Optional.of(text);
        }
        throw Refusal.MALFORMED.asException();
    }
}
