package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnsupportedException;
import java.util.Set;

/**
 * Verifies signatures with public keys, here and without a backend. Discovered with {@link java.util.ServiceLoader}.
 * Safe for use by many threads.
 */
public interface SignatureVerifier {

    /** The algorithms it can verify. */
    Set<SignatureAlgorithm> algorithms();

    /**
     * Whether the signature is one over the input by that key. Anything that is not a well-formed signature is simply not
     * valid: no length, encoding or value of it makes this throw.
     *
     * @param key of the kind the algorithm needs
     * @param signature in the form {@link KeyProvider#sign} returns
     * @throws InvalidRequestException when the key cannot be used, or not with that algorithm
     * @throws UnsupportedException for an algorithm that is not among {@link #algorithms()}
     */
    boolean verify(PublicKeyMaterial key, SigningInput input, byte[] signature);
}
