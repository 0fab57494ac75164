package com.sphereon.kms.core.model;

import java.math.BigInteger;

/** Domain parameters of y^2 = x^3 + ax + b over a prime field (SP 800-186 section 3.2, SEC 2 section 2.4.1). */
record WeierstrassCurve(BigInteger prime, BigInteger a, BigInteger b, BigInteger order) {

    private static final WeierstrassCurve P_256 = withMinusThree(
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private static final WeierstrassCurve P_384 = withMinusThree(
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973");

    private static final WeierstrassCurve P_521 = withMinusThree(
            BigInteger.TWO.pow(521).subtract(BigInteger.ONE).toString(16),
            "51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e1"
                    + "56193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
            "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
                    + "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409");

    private static final WeierstrassCurve SECP256K1 = new WeierstrassCurve(
            hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"),
            BigInteger.ZERO,
            BigInteger.valueOf(7),
            hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));

    static WeierstrassCurve of(Curve curve) {
        return switch (curve) {
            case P_256 -> P_256;
            case P_384 -> P_384;
            case P_521 -> P_521;
            case SECP256K1 -> SECP256K1;
            case ED25519, ED448, X25519, X448 ->
                throw new IllegalArgumentException(curve + " is not of Weierstrass form");
        };
    }

    boolean contains(BigInteger x, BigInteger y) {
        if (!isFieldElement(x) || !isFieldElement(y)) {
            return false;
        }
        BigInteger right = x.multiply(x).add(a).multiply(x).add(b).mod(prime);
        return y.multiply(y).mod(prime).equals(right);
    }

    private boolean isFieldElement(BigInteger value) {
        return value.signum() >= 0 && value.compareTo(prime) < 0;
    }

    private static WeierstrassCurve withMinusThree(String prime, String b, String order) {
        return new WeierstrassCurve(hex(prime), hex(prime).subtract(BigInteger.valueOf(3)), hex(b), hex(order));
    }

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }
}
