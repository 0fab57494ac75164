package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnavailableException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.util.BigIntegers;

/** Makes new key material. */
final class KeyMaker {
    private static final String GENERATOR = "KeyPairGenerator";

    /**
     * RSA keys take seconds of computing that nothing interrupts. At most all processors but one are at it, so that
     * signatures and probes are answered meanwhile.
     */
    private static final Semaphore RSA_MAKERS =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    private static final Duration MAX_WAIT = Duration.ofSeconds(20);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Providers providers;
    private final SecureRandom random = new SecureRandom();

    KeyMaker(Providers providers) {
        this.providers = providers;
    }

    /** New material, which the caller closes. */
    PrivateKeyMaterial make(KeySpec spec) throws GeneralSecurityException {
        return switch (spec) {
            case KeySpec.Ec ec -> makeEc(ec.curve());
            case KeySpec.Okp okp -> makeOkp(okp.curve());
            case KeySpec.Rsa rsa -> makeRsaInTurn(rsa.sizeBits());
            case KeySpec.Oct oct -> new PrivateKeyMaterial.Oct(randomBytes(oct.sizeBits() / Byte.SIZE));
        };
    }

    private PrivateKeyMaterial makeEc(Curve curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", providers.of(curve, GENERATOR, "EC"));
        KeyPair pair = pair(generator, new ECGenParameterSpec(curve.jcaName()));
        ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
        BigInteger d = ((ECPrivateKey) pair.getPrivate()).getS();
        return new PrivateKeyMaterial.Ec(
                new PublicKeyMaterial.Ec(curve, point.getAffineX(), point.getAffineY()),
                taken(BigIntegers.asUnsignedByteArray(curve.coordinateBytes(), d)));
    }

    /** Every string of the right length is a private key on these curves (RFC 8032 section 5, RFC 7748 section 5). */
    private PrivateKeyMaterial makeOkp(Curve curve) {
        SecretBytes d = randomBytes(curve.coordinateBytes());
        byte[] x = d.expose(octets -> OkpCurves.publicKey(curve, octets));
        return new PrivateKeyMaterial.Okp(new PublicKeyMaterial.Okp(curve, x), d);
    }

    private PrivateKeyMaterial makeRsaInTurn(int sizeBits) throws GeneralSecurityException {
        try {
            if (!RSA_MAKERS.tryAcquire(MAX_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw tooMany();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw tooMany();
        }
        try {
            return makeRsa(sizeBits);
        } finally {
            RSA_MAKERS.release();
        }
    }

    private static UnavailableException tooMany() {
        return new UnavailableException(
                "too many RSA keys are being made now", RETRY_AFTER, new IllegalStateException("no permit"));
    }

    private PrivateKeyMaterial makeRsa(int sizeBits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", providers.of(GENERATOR, "RSA"));
        KeyPair pair = pair(generator, new RSAKeyGenParameterSpec(sizeBits, RSAKeyGenParameterSpec.F4));
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair.getPrivate();
        List<SecretBytes> crt = Stream.of(
                        key.getPrimeP(),
                        key.getPrimeQ(),
                        key.getPrimeExponentP(),
                        key.getPrimeExponentQ(),
                        key.getCrtCoefficient())
                .map(number -> taken(BigIntegers.asUnsignedByteArray(number)))
                .toList();
        return new PrivateKeyMaterial.Rsa(
                new PublicKeyMaterial.Rsa(key.getModulus(), key.getPublicExponent()),
                taken(BigIntegers.asUnsignedByteArray(key.getPrivateExponent())),
                crt);
    }

    private static KeyPair pair(KeyPairGenerator generator, AlgorithmParameterSpec spec)
            throws GeneralSecurityException {
        generator.initialize(spec);
        return generator.generateKeyPair();
    }

    private SecretBytes randomBytes(int lengthBytes) {
        byte[] octets = new byte[lengthBytes];
        random.nextBytes(octets);
        return taken(octets);
    }

    private static SecretBytes taken(byte[] octets) {
        try {
            return SecretBytes.copyOf(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
