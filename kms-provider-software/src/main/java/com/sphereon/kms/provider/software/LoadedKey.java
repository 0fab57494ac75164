package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.ProviderKey;

/** A key that is ready for use: nothing is read, parsed or converted any more. Safe for use by many threads. */
sealed interface LoadedKey permits AsymmetricKey, AgreementKey, SymmetricKey {

    /** What may be told of the key. */
    ProviderKey description();

    /**
     * Signs, or computes a MAC.
     *
     * @throws InvalidRequestException when the algorithm does not fit the key
     */
    byte[] sign(SigningInput input);

    /** Wipes what can be wiped. */
    void wipe();

    /** @throws InvalidRequestException when the algorithm does not fit the kind of key */
    static void requireFit(SignatureAlgorithm algorithm, KeySpec spec) {
        if (!algorithm.fits(spec)) {
            throw new InvalidRequestException("algorithm %s does not fit a key of type %s; allowed are %s"
                    .formatted(algorithm, spec, SignatureAlgorithm.fitting(spec)));
        }
    }
}
