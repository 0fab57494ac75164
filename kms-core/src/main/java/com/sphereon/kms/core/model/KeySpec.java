package com.sphereon.kms.core.model;

import java.util.Set;

/** What a key is, apart from its material: its family and its curve or size. */
public sealed interface KeySpec {

    /** The family of the key. */
    KeyType keyType();

    /** Operations a key of this kind can ever serve. */
    Set<KeyOperation> possibleOperations();

    /** A key on a Weierstrass curve. */
    record Ec(Curve curve) implements KeySpec {
        /** @throws InvalidRequestException for a curve of another family */
        public Ec {
            requireFamily(curve, KeyType.EC);
        }

        @Override
        public KeyType keyType() {
            return KeyType.EC;
        }

        @Override
        public Set<KeyOperation> possibleOperations() {
            return curve == Curve.SECP256K1 ? KeyOperation.SIGNING : KeyOperation.SIGNING_OR_AGREEMENT;
        }

        @Override
        public String toString() {
            return "EC " + curve.jwkName();
        }
    }

    /** An octet key pair: Ed25519 and Ed448 sign, X25519 and X448 agree. */
    record Okp(Curve curve) implements KeySpec {
        /** @throws InvalidRequestException for a curve of another family */
        public Okp {
            requireFamily(curve, KeyType.OKP);
        }

        @Override
        public KeyType keyType() {
            return KeyType.OKP;
        }

        @Override
        public Set<KeyOperation> possibleOperations() {
            return curve == Curve.ED25519 || curve == Curve.ED448 ? KeyOperation.SIGNING : KeyOperation.AGREEMENT;
        }

        @Override
        public String toString() {
            return "OKP " + curve.jwkName();
        }
    }

    /**
     * An RSA key.
     *
     * @param sizeBits length of the modulus: 2048, 3072 or 4096 (SP 800-57 part 1, table 2)
     */
    record Rsa(int sizeBits) implements KeySpec {
        private static final Set<Integer> ALLOWED_SIZES_BITS = Set.of(2048, 3072, 4096);

        /** @throws InvalidRequestException for another size */
        public Rsa {
            if (!ALLOWED_SIZES_BITS.contains(sizeBits)) {
                throw new InvalidRequestException(
                        "RSA key size of %d bits is not allowed; allowed are 2048, 3072 and 4096".formatted(sizeBits));
            }
        }

        @Override
        public KeyType keyType() {
            return KeyType.RSA;
        }

        @Override
        public Set<KeyOperation> possibleOperations() {
            return KeyOperation.SIGNING_OR_ENCRYPTION;
        }

        @Override
        public String toString() {
            return "RSA " + sizeBits;
        }
    }

    /**
     * A symmetric key, for HMAC or AES.
     *
     * @param sizeBits a multiple of 8 from {@value #MIN_SIZE_BITS} to {@value #MAX_SIZE_BITS}
     */
    record Oct(int sizeBits) implements KeySpec {
        /** The smallest symmetric key, in bits. */
        public static final int MIN_SIZE_BITS = 128;
        /** The largest symmetric key, in bits: the block of SHA-512, beyond which HMAC hashes the key first. */
        public static final int MAX_SIZE_BITS = 1024;

        /** @throws InvalidRequestException for another size */
        public Oct {
            if (sizeBits < MIN_SIZE_BITS || sizeBits > MAX_SIZE_BITS || sizeBits % 8 != 0) {
                throw new InvalidRequestException(
                        "symmetric key size of %d bits is not allowed; allowed are whole bytes from %d to %d bits"
                                .formatted(sizeBits, MIN_SIZE_BITS, MAX_SIZE_BITS));
            }
        }

        @Override
        public KeyType keyType() {
            return KeyType.OCT;
        }

        @Override
        public Set<KeyOperation> possibleOperations() {
            return KeyOperation.SIGNING_OR_ENCRYPTION;
        }

        @Override
        public String toString() {
            return "oct " + sizeBits;
        }
    }

    /** The kind of key on that curve, EC or OKP. */
    static KeySpec onCurve(Curve curve) {
        return curve.keyType() == KeyType.EC ? new Ec(curve) : new Okp(curve);
    }

    private static void requireFamily(Curve curve, KeyType family) {
        if (curve.keyType() != family) {
            throw new InvalidRequestException(
                    "curve %s does not belong to key type %s".formatted(curve.jwkName(), family.jwkName()));
        }
    }
}
