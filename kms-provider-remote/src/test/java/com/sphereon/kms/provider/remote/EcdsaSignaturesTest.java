package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.testkit.provider.TestData;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Compared with Bouncy Castle's encodings; the malformed ones are of the kinds Wycheproof has. */
class EcdsaSignaturesTest {
    private static final String ORDER_P256 = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    private static final int ROUNDS = 300;

    private final TestData data = TestData.fresh();

    @ParameterizedTest
    @EnumSource(names = {"P_256", "P_384", "P_521", "SECP256K1"})
    void fromDer_numbersOfAnyLength_asBouncyCastle(Curve curve) throws IOException {
        BigInteger order = ECNamedCurveTable.getParameterSpec(curve.jcaName()).getN();
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger r = number(order);
            BigInteger s = number(order);
            byte[] der = StandardDSAEncoding.INSTANCE.encode(order, r, s);
            byte[] fixed = EcdsaSignatures.fromDer(der, curve);
            assertThat(fixed).as("%s", data).hasSize(2 * curve.coordinateBytes());
            assertThat(new BigInteger(1, Arrays.copyOf(fixed, curve.coordinateBytes())))
                    .isEqualTo(r);
            assertThat(new BigInteger(1, Arrays.copyOfRange(fixed, curve.coordinateBytes(), fixed.length)))
                    .isEqualTo(s);
            assertThat(fixed).isEqualTo(PlainDSAEncoding.INSTANCE.encode(order, r, s));
            assertThat(EcdsaSignatures.toDer(fixed, curve)).isEqualTo(der);
        }
    }

    /** Of every length from one byte on, and not only of those that nearly all signatures have. */
    private BigInteger number(BigInteger order) {
        byte[] bytes = data.bytes(1 + data.number(order.bitLength() / 8 + 1));
        return new BigInteger(1, bytes).mod(order.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing                     | ''",
                "tag only                    | 30",
                "empty sequence              | 3000",
                "one integer                 | 3003020101",
                "three integers              | 3009020101020101020101",
                "byte after the sequence     | 300602010102010100",
                "byte within, after s        | 300702010102010100",
                "sequence too short          | 3005020101020101",
                "sequence too long           | 3007020101020101",
                "a set                       | 3106020101020101",
                "long form for a short one   | 308106020101020101",
                "length of two bytes         | 30820006020101020101",
                "length of four bytes        | 308400000006020101020101",
                "indefinite length           | 30800201010201010000",
                "length 2^31                 | 30848000000000",
                "integer of long form        | 300702810101020101",
                "integer reaches out         | 3006020501020101",
                "empty integer               | 30050200020101",
                "r is zero                   | 3006020100020101",
                "s is zero                   | 3006020101020100",
                "r is negative               | 3006020181020101",
                "s is negative               | 30060201010201ff",
                "leading zero                | 300702020001020101",
                "two leading zeros           | 30080203000080020101",
                "leading ones                | 30070202ff81020101",
                "bit string                  | 3006030101020101",
                "null                        | 30050500020101",
                "high tag number             | 30071f0201020101",
                "cut within s                | 30060201010201"
            })
    void fromDer_malformed_unexpected(String what, String hex) {
        refused(what, HexFormat.of().parseHex(hex));
    }

    @Test
    void fromDer_orderOrMore_unexpected() {
        byte[] order = HexFormat.of().parseHex("3026022100" + ORDER_P256 + "020101");
        refused("r is the order", order);
        refused("s is the order", HexFormat.of().parseHex("3026020101022100" + ORDER_P256));
        refused("r plus order", HexFormat.of().parseHex("3027022201" + "00".repeat(33) + "020101"));
        byte[] orderLessOne = order.clone();
        orderLessOne[36]--;
        assertThat(EcdsaSignatures.fromDer(orderLessOne, Curve.P_256)).hasSize(64);
    }

    @Test
    void fromDer_eachBitFlippedAndEachByteLeftOut_neverAnotherEncodingOfTheSame() throws IOException {
        BigInteger order = new BigInteger(ORDER_P256, 16);
        byte[] der = StandardDSAEncoding.INSTANCE.encode(order, number(order), number(order));
        byte[] fixed = EcdsaSignatures.fromDer(der, Curve.P_256);
        for (int bit = 0; bit < der.length * Byte.SIZE; bit++) {
            byte[] changed = der.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            differsOrRefused(changed, fixed);
        }
        for (int length = 0; length < der.length; length++) {
            differsOrRefused(Arrays.copyOf(der, length), fixed);
        }
    }

    private void differsOrRefused(byte[] der, byte[] fixed) {
        try {
            assertThat(EcdsaSignatures.fromDer(der, Curve.P_256)).as("%s", data).isNotEqualTo(fixed);
        } catch (RemoteFailure failure) {
            assertThat(failure.kind()).isEqualTo(Kind.UNEXPECTED);
        }
    }

    @Test
    void toDer_wrongLengthOrNumber_refused() {
        byte[] zero = new byte[64];
        byte[] order = Arrays.copyOf(HexFormat.of().parseHex(ORDER_P256), 64);
        order[63] = 1;
        for (byte[] fixed : new byte[][] {zero, order, new byte[0], new byte[63], new byte[65]}) {
            assertThatIllegalArgumentException().isThrownBy(() -> EcdsaSignatures.toDer(fixed, Curve.P_256));
        }
    }

    private void refused(String what, byte[] der) {
        assertThatExceptionOfType(RemoteFailure.class)
                .as(what)
                .isThrownBy(() -> EcdsaSignatures.fromDer(der, Curve.P_256))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.UNEXPECTED));
    }
}
