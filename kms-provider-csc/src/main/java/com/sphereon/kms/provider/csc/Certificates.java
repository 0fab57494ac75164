package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The certificates of a credential, its own first, each issued by the next. Only the names are compared: whoever relies on the
 * chain validates it, and the service that sends it could send another one anyway.
 *
 * @param chain at least one and at most {@value #MAX_CERTIFICATES}
 */
record Certificates(List<X509Certificate> chain) {
    /** Longest chain that is taken. */
    static final int MAX_CERTIFICATES = 10;

    /** @throws RemoteFailure when it is no chain */
    Certificates {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES) {
            throw ServiceAnswers.unexpected(
                    "the answer has %d certificates; allowed are 1 to %d".formatted(chain.size(), MAX_CERTIFICATES));
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!chain.get(i).getIssuerX500Principal().equals(chain.get(i + 1).getSubjectX500Principal())) {
                throw ServiceAnswers.unexpected("the certificates in the answer are not a chain");
            }
        }
    }

    /** From Base64 of DER, as CSC has them. */
    static Certificates fromBase64(List<String> base64) {
        return new Certificates(base64.stream()
                .flatMap(text -> parsed(ServiceAnswers.octets("certificates", text)))
                .toList());
    }

    /** From PEM, one after the other. */
    static Certificates fromPem(byte[] pem) {
        return new Certificates(parsed(pem).toList());
    }

    private static Stream<X509Certificate> parsed(byte[] encoded) {
        try {
            Collection<?> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(encoded));
            return certificates.stream().map(X509Certificate.class::cast);
        } catch (CertificateException e) {
            throw ServiceAnswers.unexpected("a certificate in the answer cannot be read");
        }
    }

    private X509Certificate leaf() {
        return chain.getFirst();
    }

    /** Whether the credential's own certificate is valid at that moment. */
    boolean isValid(Instant moment) {
        return !moment.isBefore(leaf().getNotBefore().toInstant())
                && !moment.isAfter(leaf().getNotAfter().toInstant());
    }

    /**
     * The key of the credential's own certificate.
     *
     * @throws RemoteFailure when it is of a kind we know nothing of
     */
    PublicKeyMaterial publicKey() {
        try {
            return switch (leaf().getPublicKey()) {
                case RSAPublicKey rsa -> new PublicKeyMaterial.Rsa(rsa.getModulus(), rsa.getPublicExponent());
                case ECPublicKey ec ->
                    new PublicKeyMaterial.Ec(
                            curve(ec), ec.getW().getAffineX(), ec.getW().getAffineY());
                default -> throw unsupported();
            };
        } catch (InvalidRequestException e) {
            throw unsupported(); // a size that is not allowed, or a point beside its curve
        }
    }

    private static Curve curve(ECPublicKey key) {
        return Arrays.stream(Curve.values())
                .filter(curve -> curve.hasOrder(key.getParams().getOrder()))
                .findFirst()
                .orElseThrow(Certificates::unsupported);
    }

    private static RemoteFailure unsupported() {
        return RemoteFailure.of(Kind.INVALID, "the credential's key is of a kind that is not supported");
    }

    /** As the member {@code x5c} has them (RFC 7517 section 4.7). */
    List<String> base64() {
        return chain.stream().map(Certificates::base64).toList();
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }
}
