package com.sphereon.kms.provider.software;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;

/**
 * How signatures of one algorithm, over messages or over digests, are computed here.
 *
 * @param provider computes them
 * @param name the JCA's name of the computation
 * @param parameters of the padding, for RSASSA-PSS
 * @param form what lies between the JCA's view and ours
 */
record SignatureEngine(
        Provider provider, String name, Optional<AlgorithmParameterSpec> parameters, SignatureForm form) {

    /** A JCA signature that can sign any number of inputs, one after the other. */
    Signature signing(PrivateKey key) throws GeneralSecurityException {
        Signature signature = create();
        signature.initSign(key);
        return signature;
    }

    /** Signs with what {@link #signing} returned. After an exception the JCA signature is of no further use. */
    byte[] sign(Signature signature, byte[] input) throws SignatureException {
        signature.update(form.input(input));
        return form.fromJca(signature.sign());
    }

    /** Whether the signature is valid. What cannot be read as one is not. */
    boolean verify(PublicKey key, byte[] input, byte[] signed) throws GeneralSecurityException {
        Signature signature = create();
        signature.initVerify(key);
        try {
            signature.update(form.input(input));
            return signature.verify(form.toJca(signed));
        } catch (SignatureException e) {
            return false;
        }
    }

    private Signature create() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(name, provider);
        if (parameters.isPresent()) {
            signature.setParameter(parameters.get());
        }
        return signature;
    }
}
