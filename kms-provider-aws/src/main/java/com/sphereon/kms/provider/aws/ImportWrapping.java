package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;

/**
 * How material is encrypted on its way into AWS. Symmetric keys with RSA-OAEP directly, since AWS takes them no other way;
 * private keys, most of which are too long for that, with an AES key of their own (RFC 5649) that is encrypted so.
 */
enum ImportWrapping {
    /** RSA-OAEP with SHA-256. */
    DIRECT(AlgorithmSpec.RSAES_OAEP_SHA_256),
    /** RSA-OAEP with SHA-256 of an AES key, then the material under that. */
    WITH_AES_KEY(AlgorithmSpec.RSA_AES_KEY_WRAP_SHA_256);

    private static final int AES_KEY_BYTES = 32;
    private static final OAEPParameterSpec OAEP_SHA256 =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private final AlgorithmSpec awsName;

    ImportWrapping(AlgorithmSpec awsName) {
        this.awsName = awsName;
    }

    /** The one to use for a key of that kind. */
    static ImportWrapping of(KeySpec spec) {
        return spec instanceof KeySpec.Oct ? DIRECT : WITH_AES_KEY;
    }

    AlgorithmSpec awsName() {
        return awsName;
    }

    /**
     * The encrypted material.
     *
     * @param wrappingKey SubjectPublicKeyInfo in DER
     * @throws RemoteFailure of kind UNEXPECTED when that is no RSA key, or one too short
     */
    byte[] wrap(byte[] wrappingKey, SecretBytes material) {
        try {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(wrappingKey));
            return switch (this) {
                case DIRECT -> oaep(key, material);
                case WITH_AES_KEY -> withAesKey(key, material);
            };
        } catch (GeneralSecurityException e) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer has no usable key to import with");
        }
    }

    private static byte[] withAesKey(PublicKey key, SecretBytes material) throws GeneralSecurityException {
        byte[] random = new byte[AES_KEY_BYTES];
        new SecureRandom().nextBytes(random);
        try (SecretBytes aesKey = SecretBytes.copyOf(random)) {
            Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(random, "AES"));
            byte[] wrappedKey = oaep(key, aesKey);
            byte[] wrappedMaterial = encrypted(cipher, material);
            byte[] both = Arrays.copyOf(wrappedKey, wrappedKey.length + wrappedMaterial.length);
            System.arraycopy(wrappedMaterial, 0, both, wrappedKey.length, wrappedMaterial.length);
            return both;
        } finally {
            Arrays.fill(random, (byte) 0);
        }
    }

    private static byte[] oaep(PublicKey key, SecretBytes plaintext) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key, OAEP_SHA256);
        return encrypted(cipher, plaintext);
    }

    private static byte[] encrypted(Cipher cipher, SecretBytes plaintext) throws GeneralSecurityException {
        byte[] octets = plaintext.expose(byte[]::clone);
        try {
            return cipher.doFinal(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
