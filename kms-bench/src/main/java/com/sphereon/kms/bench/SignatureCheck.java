package com.sphereon.kms.bench;

import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/** Verifies P-256 signatures with the JDK's own code, whatever else is installed. Safe for use by many threads. */
final class SignatureCheck {
    private static final String JDK = "SunEC";

    private SignatureCheck() {}

    /** Whether that is a signature of the message, r and s, under the key. */
    static boolean isValid(PublicKeyMaterial.Ec key, byte[] message, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(JcaEngine.SIGNATURE, JDK);
            signature.initVerify(publicKey(key));
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey publicKey(PublicKeyMaterial.Ec key) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC", JDK);
        parameters.init(new ECGenParameterSpec(JcaEngine.CURVE));
        ECPublicKeySpec spec =
                new ECPublicKeySpec(new ECPoint(key.x(), key.y()), parameters.getParameterSpec(ECParameterSpec.class));
        return KeyFactory.getInstance("EC", JDK).generatePublic(spec);
    }
}
