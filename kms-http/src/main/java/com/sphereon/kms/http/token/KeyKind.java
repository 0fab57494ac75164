package com.sphereon.kms.http.token;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of keys that may verify tokens, by what a JWK says of them. */
enum KeyKind {
    RSA("RSA", ""),
    P_256("EC", "P-256"),
    P_384("EC", "P-384"),
    P_521("EC", "P-521"),
    ED25519("OKP", "Ed25519"),
    ED448("OKP", "Ed448");

    private final String type;
    private final String curve;

    KeyKind(String type, String curve) {
        this.type = type;
        this.curve = curve;
    }

    /** @param curve the member {@code crv}, empty where there is none */
    static Optional<KeyKind> of(String type, String curve) {
        return Arrays.stream(values())
                .filter(kind -> kind.type.equals(type) && kind.curve.equals(curve))
                .findAny();
    }

    /** The fully specified name (RFC 9864) under which the algorithm of an Edwards curve may stand in a JWK. */
    boolean isNameOf(String algorithm) {
        return type.equals("OKP") && curve.equals(algorithm);
    }
}
