package com.sphereon.kms.provider.csc;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** Key pairs, and certificates for them: a root, an authority below it, and credentials below that. */
final class FakeCa {
    static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant TO = Instant.parse("2120-01-01T00:00:00Z");
    private static final Instant STAMPED = Instant.parse("2026-01-01T00:00:00Z");

    private static final X500Principal ROOT = new X500Principal("CN=Fake Root");
    private static final X500Principal AUTHORITY = new X500Principal("CN=Fake Authority");

    /** Those that take long to make are made once. */
    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

    private final AtomicLong serial = new AtomicLong(1);
    private final KeyPair rootKey = key("P-256 root");
    private final KeyPair authorityKey = key("P-256 authority");
    private final X509Certificate root = certificate(ROOT, rootKey.getPublic(), ROOT, rootKey, FROM, TO);
    private final X509Certificate authority = certificate(AUTHORITY, authorityKey.getPublic(), ROOT, rootKey, FROM, TO);

    private final X509Certificate timestamping = timestamping(authorityKey.getPublic());

    /** The same key for the same name, which begins with P-256, P-384, P-521, Ed25519 or the size of an RSA key. */
    static KeyPair key(String name) {
        return KEYS.computeIfAbsent(name, FakeCa::newKey);
    }

    private static KeyPair newKey(String name) {
        String kind = name.split(" ", 2)[0];
        try {
            KeyPairGenerator generator = switch (kind) {
                case "P-256", "P-384", "P-521" -> {
                    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
                    ec.initialize(new ECGenParameterSpec("secp%sr1".formatted(kind.substring(2))));
                    yield ec;
                }
                case "Ed25519" -> KeyPairGenerator.getInstance("Ed25519");
                default -> {
                    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                    rsa.initialize(Integer.parseInt(kind));
                    yield rsa;
                }
            };
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's certificate as one that puts time-stamps. */
    X509Certificate timestamping() {
        return timestamping;
    }

    /** A time-stamp for a hash (RFC 3161), always of the same moment. */
    @SuppressWarnings("JavaUtilDate") // as the generator wants it
    byte[] timestamp(String hashAlgorithm, byte[] hash) {
        try {
            DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
            SignerInfoGenerator signer = new JcaSimpleSignerInfoGeneratorBuilder()
                    .build("SHA256withECDSA", authorityKey.getPrivate(), timestamping);
            TimeStampTokenGenerator generator = new TimeStampTokenGenerator(
                    signer,
                    digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                    new ASN1ObjectIdentifier("1.2.3.4"));
            generator.addCertificates(new JcaCertStore(List.of(timestamping)));
            TimeStampRequestGenerator request = new TimeStampRequestGenerator();
            request.setCertReq(true);
            return generator
                    .generate(
                            request.generate(new ASN1ObjectIdentifier(hashAlgorithm), hash),
                            BigInteger.valueOf(serial.getAndIncrement()),
                            Date.from(STAMPED))
                    .getEncoded();
        } catch (OperatorCreationException | GeneralSecurityException | TSPException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate of a credential, and those it depends on. */
    List<X509Certificate> chain(PublicKey key, Instant from, Instant to) {
        X500Principal subject = new X500Principal("CN=Fake Credential " + serial.get());
        return List.of(certificate(subject, key, AUTHORITY, authorityKey, from, to), authority, root);
    }

    private X509Certificate certificate(
            X500Principal subject, PublicKey key, X500Principal issuer, KeyPair signer, Instant from, Instant to) {
        return signed(builder(subject, key, issuer, from, to), signer);
    }

    private X509Certificate timestamping(PublicKey key) {
        try {
            return signed(
                    builder(AUTHORITY, key, ROOT, FROM, TO)
                            .addExtension(
                                    Extension.extendedKeyUsage,
                                    true,
                                    new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping)),
                    rootKey);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("JavaUtilDate") // as the builder wants it
    private X509v3CertificateBuilder builder(
            X500Principal subject, PublicKey key, X500Principal issuer, Instant from, Instant to) {
        return new JcaX509v3CertificateBuilder(
                issuer, BigInteger.valueOf(serial.getAndIncrement()), Date.from(from), Date.from(to), subject, key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder certificate, KeyPair signer) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(certificate.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
