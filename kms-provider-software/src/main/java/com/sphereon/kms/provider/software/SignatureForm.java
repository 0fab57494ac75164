package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.DigestAlgorithm;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.HexFormat;
import org.bouncycastle.crypto.signers.DSAEncoding;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** What lies between the port's view of input and signature, and that of a JCA signature. */
sealed interface SignatureForm {

    /** What the JCA signature is given. */
    default byte[] input(byte[] input) {
        return input;
    }

    /** The port's form of what the JCA signature returned. */
    default byte[] fromJca(byte[] signature) throws SignatureException {
        return signature;
    }

    /**
     * The JCA signature's form of what a client sent.
     *
     * @throws SignatureException when it is no signature at all
     */
    default byte[] toJca(byte[] signature) throws SignatureException {
        return signature;
    }

    /** No difference. */
    record Same() implements SignatureForm {}

    /**
     * The JCA signature reads and writes ECDSA signatures in DER.
     *
     * @param order of the curve's base point
     */
    record Der(BigInteger order) implements SignatureForm {
        @Override
        public byte[] fromJca(byte[] signature) throws SignatureException {
            return recode(StandardDSAEncoding.INSTANCE, PlainDSAEncoding.INSTANCE, signature);
        }

        @Override
        public byte[] toJca(byte[] signature) throws SignatureException {
            return recode(PlainDSAEncoding.INSTANCE, StandardDSAEncoding.INSTANCE, signature);
        }

        /** Both encodings refuse r and s that are not between 1 and the order less one. */
        private byte[] recode(DSAEncoding from, DSAEncoding to, byte[] signature) throws SignatureException {
            try {
                BigInteger[] rs = from.decode(order, signature);
                return to.encode(order, rs[0], rs[1]);
            } catch (IOException | IllegalArgumentException e) {
                throw new SignatureException("r and s are not readable", e);
            }
        }
    }

    /**
     * The JCA signature pads what it gets, which for RSASSA-PKCS1-v1_5 is the DER of a DigestInfo (RFC 8017 section 9.2).
     *
     * @param digest which made the input
     */
    record DigestInfo(DigestAlgorithm digest) implements SignatureForm {
        private static final byte[] SHA256_PREFIX = HexFormat.of().parseHex("3031300d060960864801650304020105000420");
        private static final byte[] SHA384_PREFIX = HexFormat.of().parseHex("3041300d060960864801650304020205000430");
        private static final byte[] SHA512_PREFIX = HexFormat.of().parseHex("3051300d060960864801650304020305000440");

        @Override
        public byte[] input(byte[] input) {
            byte[] prefix = switch (digest) {
                case SHA256 -> SHA256_PREFIX;
                case SHA384 -> SHA384_PREFIX;
                case SHA512 -> SHA512_PREFIX;
            };
            byte[] digestInfo = new byte[prefix.length + input.length];
            System.arraycopy(prefix, 0, digestInfo, 0, prefix.length);
            System.arraycopy(input, 0, digestInfo, prefix.length, input.length);
            return digestInfo;
        }
    }
}
