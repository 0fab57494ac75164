package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is imported is PKCS #8 as others have it: the example of the RFC, and what the JDK reads. */
class ImportedMaterialTest {
    private static final byte[] RFC_8410_PUBLIC =
            HexFormat.of().parseHex("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
    private static final byte[] RFC_8410_SEED =
            HexFormat.of().parseHex("d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842");

    private final TestData data = TestData.fresh();

    /** RFC 8410 section 10.3, the one without the public key. */
    @Test
    void of_ed25519_asInTheRfc() {
        try (PrivateKeyMaterial key = ed25519(RFC_8410_PUBLIC);
                SecretBytes imported = ImportedMaterial.of(key)) {
            assertThat(imported.expose(Base64.getEncoder()::encodeToString))
                    .isEqualTo("MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC");
        }
    }

    private static PrivateKeyMaterial ed25519(byte[] publicKey) {
        return new PrivateKeyMaterial.Okp(
                new PublicKeyMaterial.Okp(Curve.ED25519, publicKey), SecretBytes.copyOf(RFC_8410_SEED));
    }

    @ParameterizedTest
    @CsvSource({"P_256", "P_384", "P_521"})
    void of_ec_theJdkReadsTheSameNumber(Curve curve) throws Exception {
        try (PrivateKeyMaterial.Ec key = (PrivateKeyMaterial.Ec) SampleKeys.of(KeySpec.onCurve(curve), data);
                SecretBytes imported = ImportedMaterial.of(key)) {
            ECPrivateKey read = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(pkcs8(imported));

            assertThat(read.getS()).as("%s", data).isEqualTo(number(key.d()));
            assertThat(curve.hasOrder(read.getParams().getOrder())).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 3072, 4096})
    void of_rsa_theJdkReadsTheSameNumbers(int bits) throws Exception {
        try (PrivateKeyMaterial.Rsa key = (PrivateKeyMaterial.Rsa) SampleKeys.of(new KeySpec.Rsa(bits), data);
                SecretBytes imported = ImportedMaterial.of(key)) {
            RSAPrivateCrtKey read =
                    (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(pkcs8(imported));

            assertThat(read.getModulus()).isEqualTo(key.rsaPublicKey().modulus());
            assertThat(read.getPrivateExponent()).isEqualTo(number(key.d()));
            assertThat(read.getPrimeP().multiply(read.getPrimeQ())).isEqualTo(read.getModulus());
        }
    }

    private static PKCS8EncodedKeySpec pkcs8(SecretBytes imported) {
        return new PKCS8EncodedKeySpec(imported.expose(byte[]::clone));
    }

    private static BigInteger number(SecretBytes octets) {
        return octets.expose(bytes -> new BigInteger(1, bytes));
    }

    /** AWS would hold a key that is not the one whose public half everybody was told. */
    @ParameterizedTest
    @MethodSource("halvesOfDifferentKeys")
    void of_halvesOfDifferentKeys_refused(PrivateKeyMaterial mixed) {
        try (mixed) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> ImportedMaterial.of(mixed))
                    .withMessageContaining("do not belong together");
        }
    }

    static Stream<PrivateKeyMaterial> halvesOfDifferentKeys() {
        TestData data = TestData.fresh();
        var ec = (PrivateKeyMaterial.Ec) SampleKeys.of(new KeySpec.Ec(Curve.P_256), data);
        var otherEc = (PrivateKeyMaterial.Ec) SampleKeys.another(new KeySpec.Ec(Curve.P_256), data);
        var rsa = (PrivateKeyMaterial.Rsa) SampleKeys.of(new KeySpec.Rsa(2048), data);
        var otherRsa = (PrivateKeyMaterial.Rsa) SampleKeys.another(new KeySpec.Rsa(2048), data);
        return Stream.of(
                ed25519(data.bytes(32)),
                new PrivateKeyMaterial.Ec(otherEc.point(), ec.d()),
                new PrivateKeyMaterial.Rsa(otherRsa.rsaPublicKey(), rsa.d(), rsa.crt()));
    }
}
