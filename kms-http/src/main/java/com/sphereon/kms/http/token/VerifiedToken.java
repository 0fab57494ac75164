package com.sphereon.kms.http.token;

import java.util.Optional;

/**
 * A token that was found good, with all that its being good depends on.
 *
 * @param kid header {@code kid}
 * @param expiresMillis milliseconds since 1970
 */
record VerifiedToken(
        Identity identity,
        IssuerKeys issuer,
        VerificationKey key,
        Optional<String> kid,
        TokenAlgorithm algorithm,
        long expiresMillis) {

    /** Whether it would be found good again: not over, and the issuer's keys would lead to the same key as before. */
    boolean isStillGood(long nowMillis) {
        if (nowMillis >= expiresMillis) {
            return false;
        }
        VerificationKey now = issuer.current(kid, algorithm, nowMillis);
        return now != null && now.key().equals(key.key());
    }
}
