package com.sphereon.kms.core.model;

import java.util.Optional;

/**
 * What a key is, what it may be used for, and which algorithm it signs with when a caller names none.
 *
 * @param algorithm present exactly for keys whose use is {@link KeyUse#SIG}
 */
public record KeyParameters(KeySpec spec, KeyUsage usage, Optional<SignatureAlgorithm> algorithm) {

    /** @throws InvalidRequestException when usage or algorithm do not fit the kind of key */
    public KeyParameters {
        usage.requirePossible(spec);
        boolean signs = usage.use() == KeyUse.SIG;
        if (signs != algorithm.isPresent()) {
            throw new InvalidRequestException(
                    signs
                            ? "a signing key needs a signature algorithm"
                            : "an encryption key has no signature algorithm");
        }
        algorithm.ifPresent(a -> requireFit(a, spec));
    }

    /**
     * Completes what a caller asks for: a signing key without an algorithm gets the preferred one of its kind, and the
     * algorithm of an encryption key is dropped, since it only chose the kind of key.
     *
     * @throws InvalidRequestException when no signature algorithm fits, such as HMAC for a 128-bit key
     */
    public static KeyParameters of(KeySpec spec, KeyUsage usage, Optional<SignatureAlgorithm> wanted) {
        if (usage.use() == KeyUse.ENC) {
            return new KeyParameters(spec, usage, Optional.empty());
        }
        Optional<SignatureAlgorithm> algorithm =
                wanted.or(() -> SignatureAlgorithm.fitting(spec).stream().findFirst());
        if (algorithm.isEmpty()) {
            throw new InvalidRequestException(
                    "a key of type %s is too short for any signature algorithm".formatted(spec));
        }
        return new KeyParameters(spec, usage, algorithm);
    }

    /** @throws InvalidRequestException when a key of that kind cannot use the algorithm */
    static void requireFit(SignatureAlgorithm algorithm, KeySpec spec) {
        if (!algorithm.fits(spec)) {
            throw new InvalidRequestException("algorithm %s does not fit a key of type %s; allowed are %s"
                    .formatted(algorithm, spec, SignatureAlgorithm.fitting(spec)));
        }
    }
}
