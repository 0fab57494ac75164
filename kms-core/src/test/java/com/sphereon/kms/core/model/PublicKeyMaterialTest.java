package com.sphereon.kms.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PublicKeyMaterialTest {

    /** RFC 7638 section 3.1. */
    private static final Map<String, String> RFC7638 = Map.of(
            "kty",
            "RSA",
            "n",
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3"
                    + "oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0"
                    + "zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44"
                    + "-csFCur-kEgU8awapJzKnqDKgw",
            "e",
            "AQAB");

    /** RFC 8037 appendix A.2 and A.3. */
    private static final Map<String, String> RFC8037 =
            Map.of("kty", "OKP", "crv", "Ed25519", "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");

    /** RFC 7517 appendix A.1. */
    private static final Map<String, String> EC = Map.of(
            "kty",
            "EC",
            "crv",
            "P-256",
            "x",
            "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "y",
            "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM");

    @Test
    void thumbprint_rfcExamples_match() {
        assertThat(PublicKeyMaterial.fromJwk(RFC7638).thumbprint().value())
                .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assertThat(PublicKeyMaterial.fromJwk(RFC8037).thumbprint().value())
                .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void jwk_roundTrip_isUnchanged() {
        for (Map<String, String> jwk : List.of(RFC7638, RFC8037, EC)) {
            assertThat(PublicKeyMaterial.fromJwk(jwk).toJwk()).containsExactlyInAnyOrderEntriesOf(jwk);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x, MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7E4, point",
        "y, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, point",
        "x, MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7A, bytes",
        "x, !!!!, base64url",
        "crv, P-257, key.crv",
        "crv, Ed25519, key type",
        "kty, DSA, key.kty",
    })
    void jwk_wrongMember_isRefusedByName(String member, String value, String said) {
        Map<String, String> jwk = new HashMap<>(EC);
        jwk.put(member, value);
        assertThatThrownBy(() -> PublicKeyMaterial.fromJwk(jwk))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({"x", "y", "crv", "kty"})
    void jwk_missingMember_isRefusedByName(String member) {
        Map<String, String> jwk = new HashMap<>(EC);
        jwk.remove(member);
        assertThatThrownBy(() -> PublicKeyMaterial.fromJwk(jwk)).hasMessage("key." + member + " is missing");
    }

    @ParameterizedTest
    @EnumSource(
            value = Curve.class,
            names = {"P_256", "P_384", "P_521"})
    void curve_parameters_agreeWithTheJdk(Curve curve) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve.jcaName()));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        WeierstrassCurve ours = WeierstrassCurve.of(curve);
        assertThat(ours.prime()).isEqualTo(((ECFieldFp) spec.getCurve().getField()).getP());
        assertThat(ours.a()).isEqualTo(spec.getCurve().getA());
        assertThat(ours.b()).isEqualTo(spec.getCurve().getB());
        assertThat(ours.order()).isEqualTo(spec.getOrder());
        assertThat(curve.contains(
                        spec.getGenerator().getAffineX(), spec.getGenerator().getAffineY()))
                .isTrue();
    }

    @Test
    void secp256k1_generator_isOnTheCurveAndItsNeighbourIsNot() {
        // SEC 2 section 2.4.1
        BigInteger x = new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16);
        BigInteger y = new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16);
        assertThat(Curve.SECP256K1.contains(x, y)).isTrue();
        assertThat(Curve.SECP256K1.contains(x, y.add(BigInteger.ONE))).isFalse();
        assertThat(Curve.SECP256K1.contains(
                        x.add(WeierstrassCurve.of(Curve.SECP256K1).prime()), y))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1024", "2047", "3000", "8192"})
    void rsa_otherSize_isRefused(int bits) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
        assertThatThrownBy(() -> new PublicKeyMaterial.Rsa(modulus, BigInteger.valueOf(65537)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("2048, 3072 and 4096");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "65536"})
    void rsa_unusableExponent_isRefused(long exponent) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(2047).setBit(0);
        assertThatThrownBy(() -> new PublicKeyMaterial.Rsa(modulus, BigInteger.valueOf(exponent)))
                .hasMessageContaining("key.e");
    }
}
