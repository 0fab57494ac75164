package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** A key of the JDK, the same for the same seed, so that what tests change is the same in each run. */
final class Ed25519Key {
    /** What comes before the key in a SubjectPublicKeyInfo (RFC 8410 section 4). */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private final KeyPair pair;

    Ed25519Key(long seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Seeded(seed));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Seeded extends SecureRandom {
        private final transient Random random;

        Seeded(long seed) {
            random = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }

    PublicKeyMaterial material() {
        byte[] encoded = pair.getPublic().getEncoded();
        return new PublicKeyMaterial.Okp(Curve.ED25519, Arrays.copyOfRange(encoded, SPKI.length, encoded.length));
    }

    NoteKey named(String name) {
        return new NoteKey(name, material(), SignatureAlgorithm.ED25519);
    }

    byte[] sign(String text) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String note(Checkpoint checkpoint) {
        return SignedNote.of(checkpoint.text(), named(checkpoint.origin()), sign(checkpoint.text()))
                .toString();
    }

    /** Verifies with the JDK. */
    static boolean verify(PublicKeyMaterial key, SigningInput input, byte[] signature) {
        try {
            byte[] x = ((PublicKeyMaterial.Okp) key).x();
            byte[] encoded = Arrays.copyOf(SPKI, SPKI.length + x.length);
            System.arraycopy(x, 0, encoded, SPKI.length, x.length);
            PublicKey publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(publicKey);
            verifier.update(input.bytes());
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
