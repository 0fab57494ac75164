package com.sphereon.kms.core.model;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Elliptic curves (RFC 7518 section 6.2.1.1, RFC 8812, RFC 8037). */
public enum Curve {
    P_256("P-256", "secp256r1", 1, KeyType.EC, 32),
    P_384("P-384", "secp384r1", 2, KeyType.EC, 48),
    P_521("P-521", "secp521r1", 3, KeyType.EC, 66),
    SECP256K1("secp256k1", "secp256k1", 8, KeyType.EC, 32),
    ED25519("Ed25519", "Ed25519", 6, KeyType.OKP, 32),
    ED448("Ed448", "Ed448", 7, KeyType.OKP, 57),
    X25519("X25519", "X25519", 4, KeyType.OKP, 32),
    X448("X448", "X448", 5, KeyType.OKP, 56);

    private final String jwkName;
    private final String jcaName;
    private final int coseId;
    private final KeyType keyType;
    private final int coordinateBytes;

    Curve(String jwkName, String jcaName, int coseId, KeyType keyType, int coordinateBytes) {
        this.jwkName = jwkName;
        this.jcaName = jcaName;
        this.coseId = coseId;
        this.keyType = keyType;
        this.coordinateBytes = coordinateBytes;
    }

    /** The JWK member {@code crv}. */
    public String jwkName() {
        return jwkName;
    }

    /** The name the Java Cryptography Architecture knows the curve by. */
    public String jcaName() {
        return jcaName;
    }

    /** The COSE curve (RFC 9053 section 7.1). */
    public int coseId() {
        return coseId;
    }

    /** The family of keys on this curve: {@link KeyType#EC} or {@link KeyType#OKP}. */
    public KeyType keyType() {
        return keyType;
    }

    /** Length of an encoded coordinate or private key, in bytes. */
    public int coordinateBytes() {
        return coordinateBytes;
    }

    /** The curve of that exact JWK name, if there is one. */
    public static Optional<Curve> fromJwkName(String name) {
        return Arrays.stream(values()).filter(c -> c.jwkName.equals(name)).findAny();
    }

    /** All JWK names, for messages. */
    static String allowedNames() {
        return Arrays.stream(values()).map(Curve::jwkName).collect(Collectors.joining(", "));
    }

    /** Whether the point satisfies the equation of this EC curve (SP 800-56A section 5.6.2.3.3, steps 1 to 3). */
    boolean contains(BigInteger x, BigInteger y) {
        return WeierstrassCurve.of(this).contains(x, y);
    }

    /**
     * Whether a number lies between 1 and the order of this EC curve less one, as private keys and the r and s of signatures
     * do (FIPS 186-5 sections 6.2 and 6.4).
     */
    public boolean isValidScalar(BigInteger d) {
        return d.signum() > 0 && d.compareTo(WeierstrassCurve.of(this).order()) < 0;
    }

    /** Whether this is the Weierstrass curve whose group has that order, which tells the supported curves apart. */
    public boolean hasOrder(BigInteger order) {
        return keyType == KeyType.EC && WeierstrassCurve.of(this).order().equals(order);
    }
}
