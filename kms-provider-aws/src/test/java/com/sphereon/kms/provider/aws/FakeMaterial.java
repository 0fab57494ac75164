package com.sphereon.kms.provider.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.digests.NullDigest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** A private key of the fake, and what can be computed with it. Bouncy Castle's own classes, none of ours. */
record FakeMaterial(AsymmetricKeyParameter privateKey) {
    private static final Map<String, String> CURVES = Map.of(
            "ECC_NIST_P256", "secp256r1",
            "ECC_NIST_P384", "secp384r1",
            "ECC_NIST_P521", "secp521r1",
            "ECC_SECG_P256K1", "secp256k1");
    private static final Map<String, ASN1ObjectIdentifier> DIGESTS = Map.of(
            "SHA_256", NISTObjectIdentifiers.id_sha256,
            "SHA_384", NISTObjectIdentifiers.id_sha384,
            "SHA_512", NISTObjectIdentifiers.id_sha512);

    static FakeMaterial make(String spec) {
        try {
            if (spec.equals("ECC_NIST_EDWARDS25519")) {
                return new FakeMaterial(new Ed25519PrivateKeyParameters(new SecureRandom()));
            }
            if (spec.startsWith("RSA_")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(Integer.parseInt(spec.substring(4)));
                return new FakeMaterial(PrivateKeyFactory.createKey(
                        generator.generateKeyPair().getPrivate().getEncoded()));
            }
            String curve = Optional.ofNullable(CURVES.get(spec))
                    .orElseThrow(() -> new AwsRefusal("UnsupportedOperationException", "no such key spec"));
            ECKeyPairGenerator generator = new ECKeyPairGenerator();
            generator.init(new ECKeyGenerationParameters(
                    new ECNamedDomainParameters(ECNamedCurveTable.getOID(curve), ECNamedCurveTable.getByName(curve)),
                    new SecureRandom()));
            return new FakeMaterial(generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From PKCS #8, if it is a key of that spec. */
    static FakeMaterial read(String spec, byte[] pkcs8) {
        try {
            FakeMaterial material = new FakeMaterial(PrivateKeyFactory.createKey(pkcs8));
            if (material.spec().equals(spec)) {
                return material;
            }
        } catch (IOException | RuntimeException e) {
            // falls through to the one refusal
        }
        throw new AwsRefusal("IncorrectKeyMaterialException", "the key material is not of the key's spec");
    }

    private String spec() {
        return switch (privateKey) {
            case ECPrivateKeyParameters ec ->
                CURVES.entrySet().stream()
                        .filter(curve -> ECNamedCurveTable.getByName(curve.getValue())
                                .getN()
                                .equals(ec.getParameters().getN()))
                        .findAny()
                        .map(Map.Entry::getKey)
                        .orElse("");
            case Ed25519PrivateKeyParameters ed -> "ECC_NIST_EDWARDS25519";
            case RSAPrivateCrtKeyParameters rsa -> "RSA_" + rsa.getModulus().bitLength();
            default -> "";
        };
    }

    byte[] publicKey() {
        try {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicParameters())
                    .getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AsymmetricKeyParameter publicParameters() {
        return switch (privateKey) {
            case ECPrivateKeyParameters ec ->
                new ECPublicKeyParameters(
                        new FixedPointCombMultiplier()
                                .multiply(ec.getParameters().getG(), ec.getD()),
                        ec.getParameters());
            case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
            case RSAPrivateCrtKeyParameters rsa ->
                new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
            default -> throw new IllegalStateException("no such key");
        };
    }

    /** Signatures as AWS gives them: ECDSA in DER. */
    byte[] sign(String algorithm, String messageType, byte[] message) {
        String digestName = algorithm.substring(algorithm.length() - "SHA_256".length());
        if (algorithm.equals("ED25519_SHA_512")) {
            requireType("RAW", messageType);
            return signed(new Ed25519Signer(), message);
        }
        requireType("DIGEST", messageType);
        Digest digest = digest(digestName);
        if (message.length != digest.getDigestSize()) {
            throw new AwsRefusal("ValidationException", "Digest is invalid length for algorithm " + algorithm);
        }
        if (privateKey instanceof ECPrivateKeyParameters ec) {
            ECDSASigner signer = new ECDSASigner();
            signer.init(true, ec);
            BigInteger[] rs = signer.generateSignature(message);
            try {
                return StandardDSAEncoding.INSTANCE.encode(ec.getParameters().getN(), rs[0], rs[1]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return signed(
                algorithm.startsWith("RSASSA_PSS")
                        ? PSSSigner.createRawSigner(
                                new RSABlindedEngine(), digest, digest(digestName), digest.getDigestSize(), (byte) 0xbc)
                        : new RSADigestSigner(new NullDigest(), DIGESTS.get(digestName)),
                message);
    }

    private static void requireType(String expected, String given) {
        if (!expected.equals(given)) {
            throw new AwsRefusal("ValidationException", "MessageType must be " + expected);
        }
    }

    private byte[] signed(Signer signer, byte[] message) {
        try {
            signer.init(true, privateKey);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] encrypt(String algorithm, byte[] plaintext) {
        OAEPEncoding oaep = oaep(algorithm);
        oaep.init(true, publicParameters());
        try {
            if (plaintext.length > oaep.getInputBlockSize()) {
                throw new AwsRefusal(
                        "ValidationException", "Algorithm and key spec do not allow that long a plaintext");
            }
            return oaep.processBlock(plaintext, 0, plaintext.length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] decrypt(String algorithm, byte[] ciphertext) {
        OAEPEncoding oaep = oaep(algorithm);
        oaep.init(false, privateKey);
        try {
            return oaep.processBlock(ciphertext, 0, ciphertext.length);
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw new AwsRefusal("InvalidCiphertextException", "");
        }
    }

    private static OAEPEncoding oaep(String algorithm) {
        boolean sha1 = algorithm.equals("RSAES_OAEP_SHA_1");
        return new OAEPEncoding(
                new RSABlindedEngine(),
                sha1 ? new SHA1Digest() : new SHA256Digest(),
                sha1 ? new SHA1Digest() : new SHA256Digest(),
                new byte[0]);
    }

    byte[] agree(byte[] peer) {
        try {
            ECPrivateKeyParameters own = (ECPrivateKeyParameters) privateKey;
            ECPublicKeyParameters other = (ECPublicKeyParameters) PublicKeyFactory.createKey(peer);
            ECDHBasicAgreement agreement = new ECDHBasicAgreement();
            agreement.init(own);
            return BigIntegers.asUnsignedByteArray(agreement.getFieldSize(), agreement.calculateAgreement(other));
        } catch (IOException | RuntimeException e) {
            throw new AwsRefusal("ValidationException", "the public key is not valid");
        }
    }

    static byte[] mac(String algorithm, byte[] key, byte[] message) {
        HMac mac = new HMac(digest(algorithm.substring("HMAC_".length()).toUpperCase(Locale.ROOT)));
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return result;
    }

    /** Takes apart what was imported with {@code RSA_AES_KEY_WRAP_SHA_256}, whose first part is as long as the modulus. */
    byte[][] split(byte[] wrapped) {
        int length = ((RSAPrivateCrtKeyParameters) privateKey).getModulus().bitLength() / Byte.SIZE;
        if (wrapped.length <= length) {
            throw new AwsRefusal("InvalidCiphertextException", "");
        }
        return new byte[][] {Arrays.copyOf(wrapped, length), Arrays.copyOfRange(wrapped, length, wrapped.length)};
    }

    private static Digest digest(String name) {
        return switch (name) {
            case "SHA_256" -> new SHA256Digest();
            case "SHA_384" -> new SHA384Digest();
            case "SHA_512" -> new SHA512Digest();
            default -> throw new AwsRefusal("ValidationException", "no such digest");
        };
    }
}
