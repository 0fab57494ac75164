package com.sphereon.kms.core.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Families of algorithms. The constants carry the names of the wire contract, whose enum {@code CryptoAlg} is cut like this: by
 * the kind of key, or by what is done with it.
 */
public enum CryptoAlgorithm {
    /** Anything that is done with RSA keys. */
    RSA(KeyType.RSA),
    /** RSASSA-PKCS1-v1_5 over SHA-256. */
    SHA256_WITH_RSA(KeyType.RSA, algorithm -> algorithm == SignatureAlgorithm.RSA_SHA256),
    /** Signatures with keys on Weierstrass curves. */
    ECDSA(KeyType.EC, algorithm -> algorithm.scheme() == SignatureAlgorithm.Scheme.ECDSA),
    X25519(Curve.X25519),
    X448(Curve.X448),
    ED25519(Curve.ED25519),
    ED448(Curve.ED448),
    /** MACs with symmetric keys. */
    HMAC(KeyType.OCT, algorithm -> algorithm.scheme() == SignatureAlgorithm.Scheme.HMAC);

    private final KeyType keyType;
    private final Optional<Curve> curve;
    private final Optional<Set<SignatureAlgorithm>> signatures;

    CryptoAlgorithm(KeyType keyType) {
        this.keyType = keyType;
        this.curve = Optional.empty();
        this.signatures = Optional.empty();
    }

    CryptoAlgorithm(KeyType keyType, Predicate<SignatureAlgorithm> signs) {
        this.keyType = keyType;
        this.curve = Optional.empty();
        this.signatures = Optional.of(
                Arrays.stream(SignatureAlgorithm.values()).filter(signs).collect(Collectors.toUnmodifiableSet()));
    }

    CryptoAlgorithm(Curve curve) {
        this.keyType = curve.keyType();
        this.curve = Optional.of(curve);
        this.signatures = Optional.empty();
    }

    /** Whether keys of that kind are of the family. */
    public boolean fits(KeySpec spec) {
        return spec.keyType() == keyType && curve.stream().allMatch(own -> spec.equals(KeySpec.onCurve(own)));
    }

    /** The algorithms of the family; empty when whatever is done with its keys is of it. */
    public Optional<Set<SignatureAlgorithm>> signatures() {
        return signatures;
    }
}
