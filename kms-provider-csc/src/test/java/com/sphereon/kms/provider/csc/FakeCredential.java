package com.sphereon.kms.provider.csc;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** A credential of {@link FakeCsc}: signs hashes with its key. Change it before it is used. */
final class FakeCredential {
    static final String SHA256 = "2.16.840.1.101.3.4.2.1";
    static final String SHA384 = "2.16.840.1.101.3.4.2.2";
    static final String SHA512 = "2.16.840.1.101.3.4.2.3";
    static final String PSS = "1.2.840.113549.1.1.10";
    static final String RSA = "1.2.840.113549.1.1.1";

    private static final byte TRAILER = (byte) 0xBC;

    final String id;
    final KeyPair keys;
    Set<String> algorithms;
    List<X509Certificate> chain;
    String keyStatus = "enabled";
    String certificateStatus = "valid";
    String authMode = "implicit";
    Optional<String> pin = Optional.empty();
    boolean asksForOtp;
    boolean bindsHashes = true;
    int maxHashes = 4;
    boolean answersDer = true;

    FakeCredential(String id, String kind, FakeCa authority) {
        this.id = id;
        this.keys = FakeCa.key(kind);
        this.chain = authority.chain(keys.getPublic(), FakeCa.FROM, FakeCa.TO);
        this.algorithms = switch (kind.split(" ", 2)[0]) {
            case "P-256" -> Set.of("1.2.840.10045.4.3.2");
            case "P-384" -> Set.of("1.2.840.10045.4.3.3");
            case "P-521" -> Set.of("1.2.840.10045.4.3.4");
            case "Ed25519" -> Set.of("1.3.101.112");
            default -> Set.of("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13", PSS);
        };
    }

    FakeCredential certifiedFrom(Instant from, Instant to, FakeCa authority) {
        chain = authority.chain(keys.getPublic(), from, to);
        return this;
    }

    FakeCredential withPin(String value) {
        authMode = "explicit";
        pin = Optional.of(value);
        return this;
    }

    /**
     * Signs a hash.
     *
     * @param parameters DER
     * @throws IllegalArgumentException when that is not what it was told
     */
    byte[] sign(String algorithm, String hashAlgorithm, Optional<byte[]> parameters, byte[] hash, KeyPair used) {
        require(hash.length == digest(hashAlgorithm).getDigestSize());
        require(parameters.isPresent() == algorithm.equals(PSS));
        try {
            return switch (algorithm) {
                case "1.2.840.10045.4.3.2" -> ecdsa(SHA256, hashAlgorithm, hash, used);
                case "1.2.840.10045.4.3.3" -> ecdsa(SHA384, hashAlgorithm, hash, used);
                case "1.2.840.10045.4.3.4" -> ecdsa(SHA512, hashAlgorithm, hash, used);
                case "1.2.840.113549.1.1.11" -> pkcs1(SHA256, hashAlgorithm, hash, used);
                case "1.2.840.113549.1.1.12" -> pkcs1(SHA384, hashAlgorithm, hash, used);
                case "1.2.840.113549.1.1.13" -> pkcs1(SHA512, hashAlgorithm, hash, used);
                case RSA -> pkcs1(hashAlgorithm, hashAlgorithm, hash, used);
                case PSS -> pss(parameters.orElseThrow(), hashAlgorithm, hash, used);
                default -> throw new IllegalArgumentException("signAlgo");
            };
        } catch (GeneralSecurityException | IOException | CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] ecdsa(String expected, String hashAlgorithm, byte[] hash, KeyPair used)
            throws GeneralSecurityException {
        require(expected.equals(hashAlgorithm) && used.getPublic() instanceof ECPublicKey);
        Signature signature = Signature.getInstance(answersDer ? "NONEwithECDSA" : "NONEwithECDSAinP1363Format");
        signature.initSign(used.getPrivate());
        signature.update(hash);
        return signature.sign();
    }

    private static byte[] pkcs1(String expected, String hashAlgorithm, byte[] hash, KeyPair used)
            throws GeneralSecurityException, IOException {
        require(expected.equals(hashAlgorithm));
        AlgorithmIdentifier digest = new AlgorithmIdentifier(new ASN1ObjectIdentifier(hashAlgorithm), DERNull.INSTANCE);
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, used.getPrivate());
        return cipher.doFinal(new DigestInfo(digest, hash).getEncoded());
    }

    private static byte[] pss(byte[] parameters, String hashAlgorithm, byte[] hash, KeyPair used)
            throws IOException, CryptoException {
        RSASSAPSSparams read = RSASSAPSSparams.getInstance(parameters);
        AlgorithmIdentifier mask = read.getMaskGenAlgorithm();
        require(read.getHashAlgorithm().getAlgorithm().getId().equals(hashAlgorithm));
        require(mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1));
        require(AlgorithmIdentifier.getInstance(mask.getParameters())
                .getAlgorithm()
                .getId()
                .equals(hashAlgorithm));
        require(read.getSaltLength().intValueExact() == hash.length);
        require(read.getTrailerField().intValueExact() == 1);
        PSSSigner signer = PSSSigner.createRawSigner(
                new RSABlindedEngine(), digest(hashAlgorithm), digest(hashAlgorithm), hash.length, TRAILER);
        signer.init(true, PrivateKeyFactory.createKey(used.getPrivate().getEncoded()));
        signer.update(hash, 0, hash.length);
        return signer.generateSignature();
    }

    private static Digest digest(String hashAlgorithm) {
        return switch (hashAlgorithm) {
            case SHA256 -> new SHA256Digest();
            case SHA384 -> new SHA384Digest();
            case SHA512 -> new SHA512Digest();
            default -> throw new IllegalArgumentException("hash algorithm");
        };
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not what the credential can do");
        }
    }
}
