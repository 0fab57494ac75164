package com.sphereon.kms.core.model;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A public key. What cannot be one, such as a point beside its curve, cannot be constructed. */
public sealed interface PublicKeyMaterial {

    /** What kind of key this is. */
    KeySpec spec();

    /**
     * The members a JWK needs for this key (RFC 7518 section 6, RFC 8037 section 2), in lexical order, which is also the
     * order RFC 7638 hashes them in.
     */
    SequencedMap<String, String> toJwk();

    /**
     * Reads the public members of a JWK; all others, private ones too, are ignored.
     *
     * @throws InvalidRequestException naming the member that is missing or wrong
     */
    static PublicKeyMaterial fromJwk(Map<String, String> members) {
        Jwk jwk = new Jwk(members);
        String kty = jwk.text("kty");
        return switch (kty) {
            case "EC" -> Ec.read(jwk);
            case "OKP" -> new Okp(jwk.curve(), jwk.octets("x", jwk.curve().coordinateBytes()));
            case "RSA" -> new Rsa(jwk.number("n"), jwk.number("e"));
            case "oct" -> throw new InvalidRequestException("key.kty 'oct' has no public key");
            default ->
                throw new InvalidRequestException(
                        "key.kty '%s' is unknown; allowed are EC, RSA, OKP and oct".formatted(Text.shown(kty)));
        };
    }

    /**
     * Takes a key over from the Java Cryptography Architecture, as certificates and key factories give it.
     *
     * @throws InvalidRequestException when keys of its kind are not supported
     */
    static PublicKeyMaterial from(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> new Rsa(rsa.getModulus(), rsa.getPublicExponent());
            case ECPublicKey ec -> Ec.from(ec);
            case EdECPublicKey ed -> Okp.from(ed, ed.getParams().getName());
            case XECPublicKey x -> Okp.from(x, ((NamedParameterSpec) x.getParams()).getName());
            default -> throw new InvalidRequestException("the public key is of a type that is not supported");
        };
    }

    /** The SHA-256 thumbprint of RFC 7638, base64url. */
    default Kid thumbprint() {
        String json = toJwk().entrySet().stream()
                .map(member -> '"' + member.getKey() + "\":\"" + member.getValue() + '"')
                .collect(Collectors.joining(",", "{", "}"));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return new Kid(Jwk.base64Url(digest.digest(json.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A point on a Weierstrass curve, not at infinity. */
    record Ec(Curve curve, BigInteger x, BigInteger y) implements PublicKeyMaterial {

        /** @throws InvalidRequestException when the point is not on the curve */
        public Ec {
            new KeySpec.Ec(curve);
            if (!curve.contains(x, y)) {
                throw new InvalidRequestException("key.x and key.y are not a point on " + curve.jwkName());
            }
        }

        private static Ec read(Jwk jwk) {
            Curve curve = jwk.curve();
            new KeySpec.Ec(curve);
            int bytes = curve.coordinateBytes();
            return new Ec(curve, jwk.number("x", bytes), jwk.number("y", bytes));
        }

        private static Ec from(ECPublicKey key) {
            BigInteger order = key.getParams().getOrder();
            Curve curve = Arrays.stream(Curve.values())
                    .filter(candidate -> candidate.hasOrder(order))
                    .findAny()
                    .orElseThrow(
                            () -> new InvalidRequestException("the public key is on a curve that is not supported"));
            return new Ec(curve, key.getW().getAffineX(), key.getW().getAffineY());
        }

        @Override
        public KeySpec spec() {
            return new KeySpec.Ec(curve);
        }

        @Override
        public SequencedMap<String, String> toJwk() {
            SequencedMap<String, String> members = new LinkedHashMap<>();
            members.put("crv", curve.jwkName());
            members.put("kty", KeyType.EC.jwkName());
            members.put("x", Jwk.base64Url(Jwk.unsigned(x, curve.coordinateBytes())));
            members.put("y", Jwk.base64Url(Jwk.unsigned(y, curve.coordinateBytes())));
            return members;
        }
    }

    /** An Edwards or Montgomery public key as RFC 8032 and RFC 7748 encode it. */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
    record Okp(Curve curve, byte[] x) implements PublicKeyMaterial {

        /** @throws InvalidRequestException when the length is not that of the curve */
        public Okp {
            new KeySpec.Okp(curve);
            if (x.length != curve.coordinateBytes()) {
                throw new InvalidRequestException("key.x has %d bytes; %s needs %d"
                        .formatted(x.length, curve.jwkName(), curve.coordinateBytes()));
            }
            x = x.clone();
        }

        /** The raw key is what follows the algorithm in the SubjectPublicKeyInfo (RFC 8410 section 4). */
        private static Okp from(PublicKey key, String curveName) {
            Curve curve = Curve.fromJwkName(curveName).orElseThrow();
            byte[] encoded = key.getEncoded();
            return new Okp(
                    curve, Arrays.copyOfRange(encoded, encoded.length - curve.coordinateBytes(), encoded.length));
        }

        /** A copy of the encoded key. */
        @Override
        public byte[] x() {
            return x.clone();
        }

        @Override
        public KeySpec spec() {
            return new KeySpec.Okp(curve);
        }

        @Override
        public SequencedMap<String, String> toJwk() {
            SequencedMap<String, String> members = new LinkedHashMap<>();
            members.put("crv", curve.jwkName());
            members.put("kty", KeyType.OKP.jwkName());
            members.put("x", Jwk.base64Url(x));
            return members;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Okp that && curve == that.curve && Arrays.equals(x, that.x);
        }

        @Override
        public int hashCode() {
            return 31 * curve.hashCode() + Arrays.hashCode(x);
        }

        @Override
        public String toString() {
            return "Okp[curve=" + curve + ", x=" + Jwk.base64Url(x) + "]";
        }
    }

    /** An RSA public key. */
    record Rsa(BigInteger modulus, BigInteger exponent) implements PublicKeyMaterial {
        private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(3);
        /** FIPS 186-5 section 5.4 bounds the exponent; larger ones only slow verification down. */
        private static final int MAX_EXPONENT_BITS = 256;

        /** @throws InvalidRequestException for a size that is not allowed, an even modulus or an unusable exponent */
        public Rsa {
            new KeySpec.Rsa(modulus.bitLength());
            if (!modulus.testBit(0)) {
                throw new InvalidRequestException("key.n is even, so it is not an RSA modulus");
            }
            if (!exponent.testBit(0)
                    || exponent.compareTo(SMALLEST_EXPONENT) < 0
                    || exponent.bitLength() > MAX_EXPONENT_BITS) {
                throw new InvalidRequestException("key.e is not usable; allowed are odd numbers from 3 to 2^256");
            }
        }

        @Override
        public KeySpec spec() {
            return new KeySpec.Rsa(modulus.bitLength());
        }

        @Override
        public SequencedMap<String, String> toJwk() {
            SequencedMap<String, String> members = new LinkedHashMap<>();
            members.put("e", Jwk.base64Url(Jwk.unsigned(exponent)));
            members.put("kty", KeyType.RSA.jwkName());
            members.put("n", Jwk.base64Url(Jwk.unsigned(modulus)));
            return members;
        }
    }
}
