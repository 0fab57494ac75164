package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * X.509 certificates, leaf first, as the member {@code x5c} carries them (RFC 7517 section 4.7).
 *
 * @param certificates at least one and at most {@value #MAX_CERTIFICATES}
 */
record CertificateChain(List<X509Certificate> certificates) {
    /** Longest chain that is looked at. */
    static final int MAX_CERTIFICATES = 10;

    /** Longest certificate, in characters of Base64: 16 KiB of DER. */
    static final int MAX_CERTIFICATE_CHARS = 22_000;

    /** @throws InvalidRequestException when it is empty, too long, or not Base64 of DER certificates */
    static CertificateChain parse(String field, List<String> base64) {
        if (base64.isEmpty() || base64.size() > MAX_CERTIFICATES) {
            throw invalid(
                    "%s has %d certificates; allowed are 1 to %d".formatted(field, base64.size(), MAX_CERTIFICATES));
        }
        List<X509Certificate> parsed = new ArrayList<>();
        for (int i = 0; i < base64.size(); i++) {
            parsed.add(certificate("%s[%d]".formatted(field, i), base64.get(i)));
        }
        return new CertificateChain(List.copyOf(parsed));
    }

    /**
     * Checks a chain that comes with a key: the leaf certifies that key, and each certificate is signed by the next.
     *
     * @param base64 may be empty, which is fine
     * @return the same certificates, each as Base64 of its DER encoding
     * @throws InvalidRequestException when the chain is none, or not that key's
     */
    static List<String> encodedFor(List<String> base64, Optional<PublicKeyMaterial> key) {
        if (base64.isEmpty()) {
            return List.of();
        }
        CertificateChain chain = parse("certChain", base64);
        if (!key.equals(Optional.of(chain.leafKey()))) {
            throw invalid("certChain[0] certifies another public key than keyInfo.key");
        }
        chain.requireLinked();
        return chain.certificates.stream()
                .map(CertificateChain::der)
                .map(Base64.getEncoder()::encodeToString)
                .toList();
    }

    /** The public key of the first certificate. */
    PublicKeyMaterial leafKey() {
        return PublicKeyMaterial.from(certificates.getFirst().getPublicKey());
    }

    /**
     * Validates the path up to one of the trusted certificates (RFC 5280 section 6), without revocation.
     *
     * @throws InvalidRequestException when there is no valid path now
     */
    void requireTrusted(List<String> trustedBase64, Clock clock) {
        if (trustedBase64.isEmpty()) {
            throw invalid("trustedCerts is empty; verifyX509CertificateChain needs at least one trusted certificate");
        }
        Set<X509Certificate> trusted =
                Set.copyOf(parse("trustedCerts", trustedBase64).certificates());
        List<X509Certificate> path = certificates.stream()
                .takeWhile(certificate -> !trusted.contains(certificate))
                .toList();
        try {
            certificates.getFirst().checkValidity(Date.from(clock.instant()));
            if (path.isEmpty()) {
                return;
            }
            PKIXParameters parameters = new PKIXParameters(trusted.stream()
                    .map(certificate -> new TrustAnchor(certificate, null))
                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Providers report keys and signatures that make no sense with exceptions of all kinds.
            throw invalid("x5c has no valid path to a trusted certificate");
        }
    }

    private void requireLinked() {
        for (int i = 0; i + 1 < certificates.size(); i++) {
            try {
                certificates.get(i).verify(certificates.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException | RuntimeException e) {
                throw invalid("certChain[%d] is not signed by certChain[%d]".formatted(i, i + 1));
            }
        }
    }

    /**
     * Reads one certificate. Only keys we could hold ourselves are let in, issuers' included: what verifies their
     * signatures takes as long as the key is large, and others' parameters can be chosen to take minutes.
     */
    private static X509Certificate certificate(String field, String base64) {
        if (base64.length() > MAX_CERTIFICATE_CHARS) {
            throw invalid("%s has %d characters; allowed are up to %d"
                    .formatted(field, base64.length(), MAX_CERTIFICATE_CHARS));
        }
        X509Certificate certificate;
        try {
            byte[] given = Base64.getDecoder().decode(base64);
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(given));
            if (!Arrays.equals(given, der(certificate))) {
                throw invalid(field + " has more than the DER encoding of one certificate");
            }
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw invalid(field + " is not Base64 of a DER certificate (RFC 7517 section 4.7)");
        }
        try {
            PublicKeyMaterial.from(certificate.getPublicKey());
        } catch (InvalidRequestException e) {
            throw invalid(field + " has a key that is not supported");
        }
        return certificate;
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw invalid("a certificate has no DER encoding");
        }
    }

    private static InvalidRequestException invalid(String message) {
        return new InvalidRequestException(ErrorCode.KMS_CERTIFICATE_CHAIN_INVALID, message);
    }
}
