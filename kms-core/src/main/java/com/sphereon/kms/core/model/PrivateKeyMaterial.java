package com.sphereon.kms.core.model;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Private or symmetric key material on its way into a provider. It never comes back out of one. Whoever constructs one
 * closes it, which wipes the secrets.
 */
public sealed interface PrivateKeyMaterial extends AutoCloseable {

    /** What kind of key this is. */
    KeySpec spec();

    /** The public half; none for symmetric keys. */
    Optional<PublicKeyMaterial> publicKey();

    /** All members of the private JWK, as text that cannot be wiped: only for a keystore about to encrypt it. */
    SequencedMap<String, String> toJwk();

    @Override
    void close();

    /** Whether a JWK carries private or symmetric members at all. */
    static boolean isPresentIn(Map<String, String> members) {
        return members.containsKey("d") || members.containsKey("k");
    }

    /**
     * Reads a private or symmetric JWK. That the halves belong together is checked by the provider that takes the key.
     *
     * @throws InvalidRequestException naming the member that is missing or wrong, never its value
     */
    static PrivateKeyMaterial fromJwk(Map<String, String> members) {
        Jwk jwk = new Jwk(members);
        if ("oct".equals(members.get("kty"))) {
            return new Oct(jwk.secret("k"));
        }
        return switch (PublicKeyMaterial.fromJwk(members)) {
            case PublicKeyMaterial.Ec ec ->
                new Ec(ec, jwk.secret("d", ec.curve().coordinateBytes()));
            case PublicKeyMaterial.Okp okp ->
                new Okp(okp, jwk.secret("d", okp.curve().coordinateBytes()));
            case PublicKeyMaterial.Rsa rsa -> Rsa.read(rsa, jwk);
        };
    }

    /**
     * An EC private key.
     *
     * @param d the scalar, big-endian, as long as the field
     */
    record Ec(PublicKeyMaterial.Ec point, SecretBytes d) implements PrivateKeyMaterial {

        /** @throws InvalidRequestException when the scalar is not between 1 and the order of the curve */
        public Ec {
            if (!d.expose(octets -> point.curve().isValidScalar(new BigInteger(1, octets)))) {
                throw new InvalidRequestException(
                        "key.d is not a private key on " + point.curve().jwkName());
            }
        }

        @Override
        public KeySpec spec() {
            return point.spec();
        }

        @Override
        public Optional<PublicKeyMaterial> publicKey() {
            return Optional.of(point);
        }

        @Override
        public SequencedMap<String, String> toJwk() {
            SequencedMap<String, String> members = point.toJwk();
            members.put("d", Jwk.base64Url(d));
            return members;
        }

        @Override
        public void close() {
            d.close();
        }
    }

    /**
     * An Edwards or Montgomery private key.
     *
     * @param d the encoded private key of RFC 8032 or RFC 7748
     */
    record Okp(PublicKeyMaterial.Okp encoded, SecretBytes d) implements PrivateKeyMaterial {

        /** @throws InvalidRequestException when the length is not that of the curve */
        public Okp {
            if (d.length() != encoded.curve().coordinateBytes()) {
                throw new InvalidRequestException("key.d has %d bytes; %s needs %d"
                        .formatted(
                                d.length(),
                                encoded.curve().jwkName(),
                                encoded.curve().coordinateBytes()));
            }
        }

        @Override
        public KeySpec spec() {
            return encoded.spec();
        }

        @Override
        public Optional<PublicKeyMaterial> publicKey() {
            return Optional.of(encoded);
        }

        @Override
        public SequencedMap<String, String> toJwk() {
            SequencedMap<String, String> members = encoded.toJwk();
            members.put("d", Jwk.base64Url(d));
            return members;
        }

        @Override
        public void close() {
            d.close();
        }
    }

    /**
     * A two-prime RSA private key with its CRT members (RFC 7518 section 6.3.2), all unsigned big-endian.
     *
     * @param crt p, q, dp, dq, qi in this order
     */
    record Rsa(PublicKeyMaterial.Rsa rsaPublicKey, SecretBytes d, List<SecretBytes> crt) implements PrivateKeyMaterial {
        private static final List<String> CRT_MEMBERS = List.of("p", "q", "dp", "dq", "qi");

        /** Keeps its own list. */
        public Rsa {
            crt = List.copyOf(crt);
            if (crt.size() != CRT_MEMBERS.size()) {
                throw new IllegalArgumentException("an RSA key has p, q, dp, dq and qi");
            }
        }

        private static Rsa read(PublicKeyMaterial.Rsa publicKey, Jwk jwk) {
            return new Rsa(
                    publicKey,
                    jwk.secret("d"),
                    CRT_MEMBERS.stream().map(jwk::secret).toList());
        }

        /**
         * Whether the members belong together: RFC 8017 section 3.2, and that the factors are factors; their primality only
         * hurts who brings the key. The numbers this computes with cannot be wiped.
         */
        public boolean isConsistent() {
            BigInteger n = rsaPublicKey.modulus();
            BigInteger e = rsaPublicKey.exponent();
            BigInteger privateExponent = number(d);
            BigInteger p = number(crt.get(0));
            BigInteger q = number(crt.get(1));
            if (!isBetween(BigInteger.ONE, p, n)
                    || !isBetween(BigInteger.ONE, q, n)
                    || !p.multiply(q).equals(n)) {
                return false;
            }
            BigInteger dp = number(crt.get(2));
            BigInteger dq = number(crt.get(3));
            BigInteger qi = number(crt.get(4));
            return isBetween(BigInteger.ONE, privateExponent, n)
                    && isBetween(BigInteger.ZERO, qi, p)
                    && isInverse(qi, q, p)
                    && dp.equals(privateExponent.mod(p.subtract(BigInteger.ONE)))
                    && dq.equals(privateExponent.mod(q.subtract(BigInteger.ONE)))
                    && isInverse(dp, e, p.subtract(BigInteger.ONE))
                    && isInverse(dq, e, q.subtract(BigInteger.ONE));
        }

        private static BigInteger number(SecretBytes secret) {
            return secret.expose(octets -> new BigInteger(1, octets));
        }

        private static boolean isInverse(BigInteger a, BigInteger b, BigInteger modulus) {
            return a.multiply(b).mod(modulus).equals(BigInteger.ONE);
        }

        private static boolean isBetween(BigInteger low, BigInteger value, BigInteger high) {
            return value.compareTo(low) > 0 && value.compareTo(high) < 0;
        }

        @Override
        public KeySpec spec() {
            return rsaPublicKey.spec();
        }

        @Override
        public Optional<PublicKeyMaterial> publicKey() {
            return Optional.of(rsaPublicKey);
        }

        @Override
        public SequencedMap<String, String> toJwk() {
            SequencedMap<String, String> members = rsaPublicKey.toJwk();
            members.put("d", Jwk.base64Url(d));
            for (int i = 0; i < CRT_MEMBERS.size(); i++) {
                members.put(CRT_MEMBERS.get(i), Jwk.base64Url(crt.get(i)));
            }
            return members;
        }

        @Override
        public void close() {
            d.close();
            crt.forEach(SecretBytes::close);
        }
    }

    /**
     * A symmetric key.
     *
     * @param k the key itself
     */
    record Oct(SecretBytes k) implements PrivateKeyMaterial {

        /** @throws InvalidRequestException when the length is not allowed */
        public Oct {
            new KeySpec.Oct(k.length() * Byte.SIZE);
        }

        @Override
        public KeySpec spec() {
            return new KeySpec.Oct(k.length() * Byte.SIZE);
        }

        @Override
        public Optional<PublicKeyMaterial> publicKey() {
            return Optional.empty();
        }

        @Override
        public SequencedMap<String, String> toJwk() {
            SequencedMap<String, String> members = new LinkedHashMap<>();
            members.put("k", Jwk.base64Url(k));
            members.put("kty", KeyType.OCT.jwkName());
            return members;
        }

        @Override
        public void close() {
            k.close();
        }
    }
}
