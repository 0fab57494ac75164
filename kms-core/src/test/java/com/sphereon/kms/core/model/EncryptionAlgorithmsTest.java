package com.sphereon.kms.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EncryptionAlgorithmsTest {
    private static final KeySpec RSA_2048 = new KeySpec.Rsa(2048);

    @ParameterizedTest
    @CsvSource({
        "A128GCM, A128GCM, 128, 12, 16",
        "A192GCM, A192GCM, 192, 12, 16",
        "A256GCM, A256GCM, 256, 12, 16",
        "A128CBC_HS256, A128CBC-HS256, 256, 16, 16",
        "A192CBC_HS384, A192CBC-HS384, 384, 16, 24",
        "A256CBC_HS512, A256CBC-HS512, 512, 16, 32"
    })
    void contentEncryption_eachAlgorithm_isThatOfRfc7518(
            ContentEncryptionAlgorithm algorithm, String joseName, int keyBits, int ivBytes, int tagBytes) {
        assertThat(algorithm.joseName()).isEqualTo(joseName);
        assertThat(algorithm.keySizeBits()).isEqualTo(keyBits);
        assertThat(algorithm.ivBytes()).isEqualTo(ivBytes);
        assertThat(algorithm.tagBytes()).isEqualTo(tagBytes);
        assertThat(algorithm.fits(new KeySpec.Oct(keyBits))).isTrue();
        assertThat(algorithm.fits(new KeySpec.Oct(keyBits + 8))).isFalse();
        assertThat(algorithm.fits(new KeySpec.Oct(1024))).isFalse();
        assertThat(algorithm.fits(RSA_2048)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_OAEP, RSA-OAEP, 214",
        "RSA_OAEP_256, RSA-OAEP-256, 190",
        "RSA_OAEP_384, RSA-OAEP-384, 158",
        "RSA_OAEP_512, RSA-OAEP-512, 126",
        "RSA1_5, RSA1_5, 245"
    })
    void wrapping_withRsa_wrapsWhatItsPaddingLeaves(KeyWrapAlgorithm algorithm, String joseName, int maxBytes) {
        assertThat(algorithm.joseName()).isEqualTo(joseName);
        assertThat(algorithm.fits(RSA_2048)).isTrue();
        assertThat(algorithm.fits(new KeySpec.Oct(256))).isFalse();
        assertThatCode(() -> algorithm.requireWrappable(RSA_2048, 1)).doesNotThrowAnyException();
        assertThatCode(() -> algorithm.requireWrappable(RSA_2048, maxBytes)).doesNotThrowAnyException();
        assertNotWrappable(algorithm, RSA_2048, 0);
        assertNotWrappable(algorithm, RSA_2048, maxBytes + 1);
        assertThatCode(() -> algorithm.requireWrappable(new KeySpec.Rsa(3072), maxBytes + 1))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"A128KW, 128", "A192KW, 192", "A256KW, 256"})
    void wrapping_withAesKw_wrapsWholeBlocksFromTwo(KeyWrapAlgorithm algorithm, int keyBits) {
        KeySpec spec = new KeySpec.Oct(keyBits);
        assertThat(algorithm.joseName()).isEqualTo(algorithm.name());
        assertThat(algorithm.fits(spec)).isTrue();
        assertThat(algorithm.fits(new KeySpec.Oct(keyBits + 8))).isFalse();
        assertThat(algorithm.fits(RSA_2048)).isFalse();
        for (int lengthBytes : new int[] {16, 24, 32, 64, 128, 4096}) {
            assertThatCode(() -> algorithm.requireWrappable(spec, lengthBytes)).doesNotThrowAnyException();
        }
        for (int lengthBytes : new int[] {0, 1, 8, 15, 17, 23, 33, 4095}) {
            assertNotWrappable(algorithm, spec, lengthBytes);
        }
    }

    @ParameterizedTest
    @CsvSource({"A128GCMKW, 128", "A192GCMKW, 192", "A256GCMKW, 256"})
    void wrapping_withAesGcm_wrapsAnythingButNothing(KeyWrapAlgorithm algorithm, int keyBits) {
        KeySpec spec = new KeySpec.Oct(keyBits);
        assertThat(algorithm.fits(spec)).isTrue();
        assertThat(algorithm.fits(new KeySpec.Oct(keyBits * 2))).isFalse();
        assertThatCode(() -> algorithm.requireWrappable(spec, 1)).doesNotThrowAnyException();
        assertNotWrappable(algorithm, spec, 0);
    }

    private static void assertNotWrappable(KeyWrapAlgorithm algorithm, KeySpec spec, int lengthBytes) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> algorithm.requireWrappable(spec, lengthBytes))
                .withMessageStartingWith("keyToWrap has " + lengthBytes + " bytes");
    }

    @ParameterizedTest
    @EnumSource(KeyAgreementAlgorithm.class)
    void agreement_eachAlgorithm_isForCurvesOfRfc7518AndRfc8037(KeyAgreementAlgorithm algorithm) {
        Set<Curve> fitting = EnumSet.noneOf(Curve.class);
        for (Curve curve : Curve.values()) {
            if (algorithm.fits(KeySpec.onCurve(curve))) {
                fitting.add(curve);
            }
        }
        assertThat(fitting).containsExactly(Curve.P_256, Curve.P_384, Curve.P_521, Curve.X25519, Curve.X448);
        assertThat(algorithm.fits(RSA_2048)).isFalse();
        assertThat(algorithm.fits(new KeySpec.Oct(256))).isFalse();
        assertThat(algorithm.joseName())
                .isEqualTo(algorithm.name().replace("ECDH_ES", "ECDH-ES").replace("_A", "+A"));
    }

    @Test
    void capabilities_withEncryption_operationsFollowFromAlgorithms() {
        Capabilities capabilities = capabilities(new SupportedEncryption(
                Set.of(ContentEncryptionAlgorithm.A256GCM), Set.of(), Set.of(KeyAgreementAlgorithm.ECDH_ES)));

        assertThat(capabilities.supports(ProviderOperation.ENCRYPT)).isTrue();
        assertThat(capabilities.supports(ProviderOperation.DECRYPT, ContentEncryptionAlgorithm.A256GCM))
                .isTrue();
        assertThat(capabilities.supports(ProviderOperation.KEY_AGREEMENT, KeyAgreementAlgorithm.ECDH_ES))
                .isTrue();
        assertThat(capabilities.supports(ProviderOperation.ECDH_DERIVE_KDF)).isTrue();
        assertThat(capabilities.supports(ProviderOperation.DECRYPT, ContentEncryptionAlgorithm.A128GCM))
                .isFalse();
        assertThat(capabilities.supports(ProviderOperation.SIGN, ContentEncryptionAlgorithm.A256GCM))
                .isFalse();
        assertThat(capabilities.supports(ProviderOperation.WRAP_KEY)).isFalse();
        assertThat(capabilities.encryption().isNone()).isFalse();
    }

    @Test
    void capabilities_withoutEncryption_noneOfItsOperations() {
        Capabilities capabilities = capabilities(SupportedEncryption.NONE);

        assertThat(capabilities.encryption().isNone()).isTrue();
        assertThat(SupportedEncryption.OPERATIONS).noneMatch(capabilities::supports);
        assertThat(capabilities.supports(ProviderOperation.GENERATE_KEY)).isTrue();
    }

    @Test
    void capabilities_operationOfEncryptionWithoutAlgorithm_refused() {
        for (ProviderOperation operation : SupportedEncryption.OPERATIONS) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Capabilities(
                            new SupportedKeys(Set.of(), Set.of(), true),
                            Map.of(operation, Set.of()),
                            Set.of(),
                            Set.of(StorageType.EPHEMERAL)));
        }
        assertThat(List.copyOf(SupportedEncryption.OPERATIONS)).hasSize(7);
    }

    private static Capabilities capabilities(SupportedEncryption encryption) {
        return new Capabilities(
                new SupportedKeys(Set.of(), Set.of(), true),
                Map.of(ProviderOperation.GENERATE_KEY, Set.of()),
                Set.of(),
                Set.of(StorageType.EPHEMERAL),
                encryption);
    }
}
