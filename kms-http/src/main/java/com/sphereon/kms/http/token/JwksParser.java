package com.sphereon.kms.http.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.io.DeserializationException;
import io.jsonwebtoken.io.Parser;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads JWK sets (RFC 7517 section 5). Keys that cannot verify tokens are left out one by one, so that one of them does
 * not take the others with it.
 */
final class JwksParser {
    static final int MAX_KEYS = 100;
    private static final int MIN_RSA_BITS = 2048;

    /** Verifying with larger keys takes long enough to be an attack. */
    private static final int MAX_RSA_BITS = 8192;

    private static final int MAX_RSA_EXPONENT_BITS = 64;

    /** Members of private and symmetric keys; whoever publishes one has lost it. */
    private static final Set<String> SECRET_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    /** What is read of a key. Certificates beside it are not: nothing here depends on them. */
    private static final Set<String> KEY_MEMBERS = Set.of("kty", "crv", "x", "y", "n", "e");

    private static final Parser<Jwk<?>> PARSER =
            Jwks.parser().json(new StrictJson()).build();

    private JwksParser() {}

    /** @throws IOException when this is no set of keys, or one of more than {@value #MAX_KEYS} */
    static List<VerificationKey> parse(byte[] bytes) throws IOException {
        if (!(object(bytes).get("keys") instanceof List<?> keys)) {
            throw new IOException("there is no array of keys");
        }
        if (keys.size() > MAX_KEYS) {
            throw new IOException("there are more than %d keys".formatted(MAX_KEYS));
        }
        List<VerificationKey> usable = new ArrayList<>();
        for (Object key : keys) {
            if (key instanceof Map<?, ?> members) {
                usable(members).ifPresent(usable::add);
            }
        }
        return usable;
    }

    private static Map<String, Object> object(byte[] bytes) throws IOException {
        try {
            return StrictJson.object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException | JsonProcessingException | DeserializationException e) {
            throw new IOException("the answer is not a JSON object", e);
        }
    }

    private static Optional<VerificationKey> usable(Map<?, ?> members) {
        if (!isForVerifying(members)) {
            return Optional.empty();
        }
        String curve = members.get("crv") instanceof String text ? text : "";
        return KeyKind.of(String.valueOf(members.get("kty")), curve)
                .flatMap(kind -> publicKey(members)
                        .map(key -> new VerificationKey(text(members, "kid"), text(members, "alg"), kind, key)));
    }

    private static boolean isForVerifying(Map<?, ?> members) {
        return SECRET_MEMBERS.stream().noneMatch(members::containsKey)
                && isAbsentOr(members, "use", "sig")
                && isTextOrAbsent(members, "kid")
                && isTextOrAbsent(members, "alg")
                && (!members.containsKey("key_ops")
                        || (members.get("key_ops") instanceof List<?> operations && operations.contains("verify")));
    }

    private static boolean isAbsentOr(Map<?, ?> members, String name, String value) {
        return !members.containsKey(name) || value.equals(members.get(name));
    }

    private static boolean isTextOrAbsent(Map<?, ?> members, String name) {
        return !members.containsKey(name) || members.get(name) instanceof String;
    }

    private static Optional<String> text(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<PublicKey> publicKey(Map<?, ?> members) {
        Map<?, ?> copy = new HashMap<>(members);
        copy.keySet().retainAll(KEY_MEMBERS);
        try {
            return PARSER.parse(StrictJson.write(copy)) instanceof PublicJwk<?> jwk
                    ? Optional.<PublicKey>of(jwk.toKey()).filter(JwksParser::isOfAllowedSize)
                    : Optional.empty();
        } catch (JwtException | IllegalArgumentException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean isOfAllowedSize(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa)) {
            return true;
        }
        int bits = rsa.getModulus().bitLength();
        return bits >= MIN_RSA_BITS
                && bits <= MAX_RSA_BITS
                && rsa.getPublicExponent().testBit(0)
                && rsa.getPublicExponent().bitLength() > 1
                && rsa.getPublicExponent().bitLength() <= MAX_RSA_EXPONENT_BITS;
    }
}
