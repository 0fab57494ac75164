package com.sphereon.kms.http.token;

import java.security.PublicKey;
import java.util.Optional;

/**
 * A key of an issuer.
 *
 * @param algorithm the only one it is for, where its JWK names one
 */
record VerificationKey(Optional<String> kid, Optional<String> algorithm, KeyKind kind, PublicKey key) {

    /** Whether a token of that algorithm may be verified with it: type, curve and the JWK's own {@code alg} agree. */
    boolean fits(TokenAlgorithm wanted) {
        return wanted.takes(kind)
                && (algorithm.isEmpty() || algorithm.get().equals(wanted.id()) || kind.isNameOf(algorithm.get()));
    }
}
