package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** Computes the secrets keys share. That a point is on its curve was checked when it was read. Safe for use by many threads. */
final class SharedSecrets {
    private final JcaKeys jcaKeys;
    private final Provider provider;

    SharedSecrets(Providers providers) {
        this.jcaKeys = new JcaKeys(providers);
        this.provider = providers.of("KeyAgreement", "ECDH");
    }

    /** With a key on the curve of the public one. */
    SecretBytes onWeierstrass(AsymmetricKey key, PublicKeyMaterial.Ec publicKey) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
        agreement.init(key.at(provider));
        agreement.doPhase(JcaKeys.translated(jcaKeys.publicKey(publicKey), provider), true);
        byte[] secret = agreement.generateSecret();
        try {
            return SecretBytes.copyOf(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** With a key on the curve of the public one. */
    static SecretBytes onMontgomery(AgreementKey key, PublicKeyMaterial.Okp publicKey) {
        Curve curve = publicKey.curve();
        return key.scalar()
                .expose(scalar -> OkpCurves.agree(curve, scalar, publicKey.x()))
                .orElseThrow(() -> new InvalidRequestException(
                        "the public key has the same secret with every key on " + curve.jwkName()));
    }
}
