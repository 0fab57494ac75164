package com.sphereon.kms.http.token;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The signature algorithms a token may use (RFC 7518 section 3.1, RFC 8037). {@code none} and the {@code HS} family are
 * not among them and so can never be configured: whoever knows a shared secret could make tokens, and a public key would
 * serve as one.
 */
public enum TokenAlgorithm {
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256("RS256", Jwts.SIG.RS256, KeyKind.RSA),
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384("RS384", Jwts.SIG.RS384, KeyKind.RSA),
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512("RS512", Jwts.SIG.RS512, KeyKind.RSA),
    /** RSASSA-PSS with SHA-256. */
    PS256("PS256", Jwts.SIG.PS256, KeyKind.RSA),
    /** RSASSA-PSS with SHA-384. */
    PS384("PS384", Jwts.SIG.PS384, KeyKind.RSA),
    /** RSASSA-PSS with SHA-512. */
    PS512("PS512", Jwts.SIG.PS512, KeyKind.RSA),
    /** ECDSA on P-256 with SHA-256. */
    ES256("ES256", Jwts.SIG.ES256, KeyKind.P_256),
    /** ECDSA on P-384 with SHA-384. */
    ES384("ES384", Jwts.SIG.ES384, KeyKind.P_384),
    /** ECDSA on P-521 with SHA-512. */
    ES512("ES512", Jwts.SIG.ES512, KeyKind.P_521),
    /** EdDSA with Ed25519 or Ed448. */
    EDDSA("EdDSA", Jwts.SIG.EdDSA, KeyKind.ED25519, KeyKind.ED448);

    private final String id;
    private final SignatureAlgorithm algorithm;
    private final Set<KeyKind> keys;

    TokenAlgorithm(String id, SignatureAlgorithm algorithm, KeyKind... keys) {
        this.id = id;
        this.algorithm = algorithm;
        this.keys = Set.of(keys);
    }

    /** The value of {@code alg}. */
    public String id() {
        return id;
    }

    /** The algorithm of that {@code alg}, exactly as written. */
    public static Optional<TokenAlgorithm> of(String id) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.id.equals(id))
                .findAny();
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }

    boolean takes(KeyKind kind) {
        return keys.contains(kind);
    }
}
