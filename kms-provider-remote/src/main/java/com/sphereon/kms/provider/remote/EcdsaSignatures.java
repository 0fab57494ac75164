package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * ECDSA signatures in DER, {@code SEQUENCE { r INTEGER, s INTEGER }} (RFC 3279 section 2.2.3), and as the port has them, r and s
 * of the curve's length one after the other.
 */
public final class EcdsaSignatures {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int LONG_FORM = 0x81;
    private static final int LONGEST_SHORT_LENGTH = 0x7f;
    private static final int BYTE_MASK = 0xff;

    private EcdsaSignatures() {}

    /**
     * r and s one after the other.
     *
     * @throws RemoteFailure of kind UNEXPECTED for anything but the one DER encoding (X.690 section 10 and 8.3.2) of two
     *     numbers from 1 to the order less one
     */
    public static byte[] fromDer(byte[] der, Curve curve) {
        Reader whole = new Reader(der, 0, der.length);
        Reader sequence = whole.content(SEQUENCE);
        BigInteger r = sequence.positiveInteger(curve);
        BigInteger s = sequence.positiveInteger(curve);
        sequence.requireEnd();
        whole.requireEnd();
        byte[] fixed = new byte[2 * curve.coordinateBytes()];
        copyRight(r, fixed, curve.coordinateBytes());
        copyRight(s, fixed, fixed.length);
        return fixed;
    }

    /**
     * The same signature in DER.
     *
     * @throws IllegalArgumentException when the length is not that of r and s on the curve, or one of them is zero or too large
     */
    public static byte[] toDer(byte[] fixed, Curve curve) {
        int half = curve.coordinateBytes();
        if (fixed.length != 2 * half) {
            throw new IllegalArgumentException("%d bytes are not r and s on %s".formatted(fixed.length, curve));
        }
        byte[] r = integer(Arrays.copyOfRange(fixed, 0, half), curve);
        byte[] s = integer(Arrays.copyOfRange(fixed, half, fixed.length), curve);
        byte[] both = Arrays.copyOf(r, r.length + s.length);
        System.arraycopy(s, 0, both, r.length, s.length);
        return tagged(SEQUENCE, both);
    }

    private static byte[] integer(byte[] magnitude, Curve curve) {
        BigInteger value = new BigInteger(1, magnitude);
        if (!curve.isValidScalar(value)) {
            throw new IllegalArgumentException("r or s is not from 1 to the order of %s less one".formatted(curve));
        }
        return tagged(INTEGER, value.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        int header = content.length > LONGEST_SHORT_LENGTH ? 3 : 2;
        byte[] der = new byte[header + content.length];
        der[0] = (byte) tag;
        der[1] = (byte) LONG_FORM;
        der[header - 1] = (byte) content.length;
        System.arraycopy(content, 0, der, header, content.length);
        return der;
    }

    private static void copyRight(BigInteger value, byte[] target, int end) {
        byte[] bytes = value.toByteArray();
        int length = Math.min(bytes.length, target.length / 2);
        System.arraycopy(bytes, bytes.length - length, target, end - length, length);
    }

    private static RemoteFailure malformed() {
        return RemoteFailure.of(Kind.UNEXPECTED, "the answer is no ECDSA signature in DER");
    }

    /** Reads one element after the other between two positions. */
    private static final class Reader {
        private final byte[] der;
        private final int end;
        private int position;

        Reader(byte[] der, int start, int end) {
            this.der = der;
            this.position = start;
            this.end = end;
        }

        /** The content of the next element. Nothing here is longer than 255 bytes. */
        Reader content(int tag) {
            if (next() != tag) {
                throw malformed();
            }
            int length = next();
            if (length == LONG_FORM) {
                length = next();
                if (length <= LONGEST_SHORT_LENGTH) {
                    throw malformed();
                }
            } else if (length > LONGEST_SHORT_LENGTH) {
                throw malformed();
            }
            if (length > end - position) {
                throw malformed();
            }
            Reader content = new Reader(der, position, position + length);
            position += length;
            return content;
        }

        BigInteger positiveInteger(Curve curve) {
            Reader content = content(INTEGER);
            byte[] bytes = Arrays.copyOfRange(der, content.position, content.end);
            if (bytes.length == 0) {
                throw malformed();
            }
            BigInteger value = new BigInteger(bytes);
            // The shortest encoding is what BigInteger writes; negative numbers are no scalars.
            if (value.toByteArray().length != bytes.length || !curve.isValidScalar(value)) {
                throw malformed();
            }
            return value;
        }

        void requireEnd() {
            if (position != end) {
                throw malformed();
            }
        }

        private int next() {
            if (position == end) {
                throw malformed();
            }
            return der[position++] & BYTE_MASK;
        }
    }
}
