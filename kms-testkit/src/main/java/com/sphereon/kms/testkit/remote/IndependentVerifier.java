package com.sphereon.kms.testkit.remote;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.SignatureVerifier;
import com.sphereon.kms.testkit.provider.IndependentSignatures;
import java.util.EnumSet;
import java.util.Set;

/** Verifies signatures over messages with Bouncy Castle's own classes. */
final class IndependentVerifier implements SignatureVerifier {

    @Override
    public Set<SignatureAlgorithm> algorithms() {
        Set<SignatureAlgorithm> algorithms = EnumSet.allOf(SignatureAlgorithm.class);
        algorithms.removeIf(algorithm -> algorithm.scheme() == Scheme.HMAC);
        return algorithms;
    }

    @Override
    public boolean verify(PublicKeyMaterial key, SigningInput input, byte[] signature) {
        if (input.type() == InputType.DIGEST) {
            throw new UnsupportedException("the contract signs messages");
        }
        return IndependentSignatures.verify(key, input.algorithm(), input.bytes(), signature);
    }
}
