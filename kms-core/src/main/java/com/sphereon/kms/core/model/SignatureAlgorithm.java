package com.sphereon.kms.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signature and MAC algorithms, with their names in JOSE (RFC 7518, 8037, 8812) and numbers in COSE (RFC 9053, 8812).
 *
 * <p>The constants carry the names of the wire contract. {@link #ED448} is the exception: the contract knows the curve
 * but has no algorithm name for it, so it never appears where the contract lists algorithms.
 */
public enum SignatureAlgorithm implements Algorithm {
    ED25519(Scheme.EDDSA, "EdDSA", -8, null, new KeySpec.Okp(Curve.ED25519)),
    ED448(Scheme.EDDSA, "EdDSA", -8, null, new KeySpec.Okp(Curve.ED448)),
    ECDSA_SHA256(Scheme.ECDSA, "ES256", -7, DigestAlgorithm.SHA256, new KeySpec.Ec(Curve.P_256)),
    ECDSA_SHA384(Scheme.ECDSA, "ES384", -35, DigestAlgorithm.SHA384, new KeySpec.Ec(Curve.P_384)),
    ECDSA_SHA512(Scheme.ECDSA, "ES512", -36, DigestAlgorithm.SHA512, new KeySpec.Ec(Curve.P_521)),
    ES256K(Scheme.ECDSA, "ES256K", -47, DigestAlgorithm.SHA256, new KeySpec.Ec(Curve.SECP256K1)),
    HMAC_SHA256(Scheme.HMAC, "HS256", 5, DigestAlgorithm.SHA256, new KeySpec.Oct(256)),
    HMAC_SHA384(Scheme.HMAC, "HS384", 6, DigestAlgorithm.SHA384, new KeySpec.Oct(384)),
    HMAC_SHA512(Scheme.HMAC, "HS512", 7, DigestAlgorithm.SHA512, new KeySpec.Oct(512)),
    RSA_SHA256(Scheme.RSASSA_PKCS1, "RS256", -257, DigestAlgorithm.SHA256, new KeySpec.Rsa(2048)),
    RSA_SHA384(Scheme.RSASSA_PKCS1, "RS384", -258, DigestAlgorithm.SHA384, new KeySpec.Rsa(3072)),
    RSA_SHA512(Scheme.RSASSA_PKCS1, "RS512", -259, DigestAlgorithm.SHA512, new KeySpec.Rsa(4096)),
    RSA_SSA_PSS_SHA256_MGF1(Scheme.RSASSA_PSS, "PS256", -37, DigestAlgorithm.SHA256, new KeySpec.Rsa(2048)),
    RSA_SSA_PSS_SHA384_MGF1(Scheme.RSASSA_PSS, "PS384", -38, DigestAlgorithm.SHA384, new KeySpec.Rsa(3072)),
    RSA_SSA_PSS_SHA512_MGF1(Scheme.RSASSA_PSS, "PS512", -39, DigestAlgorithm.SHA512, new KeySpec.Rsa(4096));

    /** How a signature is made. */
    public enum Scheme {
        /** RFC 8032, pure: the message itself is signed. */
        EDDSA,
        /** FIPS 186-5; signatures are r and s, each as long as the field, one after the other (RFC 7518 section 3.4). */
        ECDSA,
        /** RFC 2104. */
        HMAC,
        /** RFC 8017 section 8.2. */
        RSASSA_PKCS1,
        /** RFC 8017 section 8.1; the salt is as long as the digest, MGF1 uses the same digest. */
        RSASSA_PSS
    }

    private final Scheme scheme;
    private final String joseName;
    private final int coseId;
    private final Optional<DigestAlgorithm> digest;
    private final KeySpec defaultKeySpec;

    SignatureAlgorithm(
            Scheme scheme, String joseName, int coseId, @Nullable DigestAlgorithm digest, KeySpec defaultKeySpec) {
        this.scheme = scheme;
        this.joseName = joseName;
        this.coseId = coseId;
        this.digest = Optional.ofNullable(digest);
        this.defaultKeySpec = defaultKeySpec;
    }

    /** How a signature is made. */
    public Scheme scheme() {
        return scheme;
    }

    @Override
    public String joseName() {
        return joseName;
    }

    /** The COSE algorithm number. */
    public int coseId() {
        return coseId;
    }

    /** The digest the input is hashed with before it is signed; none for EdDSA, which takes the message whole. */
    public Optional<DigestAlgorithm> digest() {
        return digest;
    }

    /** The kind of key that is generated when a caller names only the algorithm. */
    public KeySpec defaultKeySpec() {
        return defaultKeySpec;
    }

    /** Whether a digest can be signed in place of the message. */
    public boolean acceptsDigest() {
        return scheme == Scheme.ECDSA || scheme == Scheme.RSASSA_PKCS1 || scheme == Scheme.RSASSA_PSS;
    }

    /**
     * Whether a key of that kind can use this algorithm. ECDSA and EdDSA belong to one curve, RSA to any size, and an
     * HMAC key is at least as long as the digest (RFC 7518 section 3.2).
     */
    @Override
    public boolean fits(KeySpec spec) {
        return switch (spec) {
            case KeySpec.Ec ec -> ec.equals(defaultKeySpec);
            case KeySpec.Okp okp -> okp.equals(defaultKeySpec);
            case KeySpec.Rsa rsa -> scheme == Scheme.RSASSA_PKCS1 || scheme == Scheme.RSASSA_PSS;
            case KeySpec.Oct oct ->
                scheme == Scheme.HMAC && oct.sizeBits() >= ((KeySpec.Oct) defaultKeySpec).sizeBits();
        };
    }

    /** Every algorithm a key of that kind can use, the preferred first; empty for kinds that do not sign. */
    public static List<SignatureAlgorithm> fitting(KeySpec spec) {
        List<SignatureAlgorithm> fitting =
                Arrays.stream(values()).filter(a -> a.fits(spec)).toList();
        return spec instanceof KeySpec.Rsa ? pssFirst(fitting) : fitting;
    }

    private static List<SignatureAlgorithm> pssFirst(List<SignatureAlgorithm> algorithms) {
        return algorithms.stream()
                .sorted((a, b) -> Boolean.compare(b.scheme == Scheme.RSASSA_PSS, a.scheme == Scheme.RSASSA_PSS))
                .toList();
    }
}
