package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.provider.remote.EcdsaSignatures;

/** Signatures as services answer them. */
final class AnsweredSignature {

    private AnsweredSignature() {}

    /**
     * The signature as the port has it. CSC does not say what ECDSA signatures look like, and services differ: one of the
     * length of r and s is taken for those, anything else must be DER. Whether it is a signature at all shows when it is
     * verified.
     */
    static byte[] inPortForm(byte[] signature, KeySpec spec) {
        return switch (spec) {
            case KeySpec.Ec ec -> ecdsa(signature, ec.curve());
            case KeySpec.Rsa rsa -> {
                if (signature.length != rsa.sizeBits() / Byte.SIZE) {
                    throw ServiceAnswers.unexpected("the answer has %d bytes, which is no signature of a key of type %s"
                            .formatted(signature.length, rsa));
                }
                yield signature;
            }
            case KeySpec.Okp okp -> throw new IllegalArgumentException("no credential has a key of type " + okp);
            case KeySpec.Oct oct -> throw new IllegalArgumentException("no credential has a key of type " + oct);
        };
    }

    private static byte[] ecdsa(byte[] signature, Curve curve) {
        return signature.length == 2 * curve.coordinateBytes() ? signature : EcdsaSignatures.fromDer(signature, curve);
    }
}
