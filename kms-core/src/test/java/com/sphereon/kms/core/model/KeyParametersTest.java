package com.sphereon.kms.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyParametersTest {
    private static final KeySpec P_256 = new KeySpec.Ec(Curve.P_256);
    private static final KeySpec RSA = new KeySpec.Rsa(2048);

    @Test
    void usage_nothingSaid_signsIfTheKeyCan() {
        assertThat(KeyUsage.of(P_256, Optional.empty(), Set.of()).operations())
                .containsExactlyInAnyOrder(KeyOperation.SIGN, KeyOperation.VERIFY);
        assertThat(KeyUsage.of(new KeySpec.Okp(Curve.X25519), Optional.empty(), Set.of())
                        .use())
                .isEqualTo(KeyUse.ENC);
    }

    @Test
    void usage_operationsOnly_decideTheUse() {
        assertThat(KeyUsage.of(P_256, Optional.empty(), Set.of(KeyOperation.DERIVE_BITS)))
                .isEqualTo(new KeyUsage(KeyUse.ENC, Set.of(KeyOperation.DERIVE_BITS)));
    }

    @Test
    void usage_contradictions_areRefused() {
        assertThatThrownBy(() -> KeyUsage.of(P_256, Optional.of(KeyUse.ENC), Set.of(KeyOperation.SIGN)))
                .hasMessageContaining("'sign'");
        assertThatThrownBy(
                        () -> KeyUsage.of(P_256, Optional.empty(), Set.of(KeyOperation.SIGN, KeyOperation.DERIVE_KEY)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> KeyUsage.of(P_256, Optional.empty(), Set.of(KeyOperation.ENCRYPT)))
                .hasMessageContaining("EC P-256");
        assertThatThrownBy(() -> KeyUsage.of(new KeySpec.Okp(Curve.ED25519), Optional.of(KeyUse.ENC), Set.of()))
                .hasMessageContaining("'enc'");
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void algorithm_defaultKey_fits(SignatureAlgorithm algorithm) {
        assertThat(algorithm.fits(algorithm.defaultKeySpec())).isTrue();
        assertThat(SignatureAlgorithm.fitting(algorithm.defaultKeySpec())).contains(algorithm);
    }

    @Test
    void algorithm_ecAndOkpKeys_fitOneOnly() {
        for (Curve curve : Curve.values()) {
            List<SignatureAlgorithm> fitting = SignatureAlgorithm.fitting(KeySpec.onCurve(curve));
            assertThat(fitting).hasSize(curve == Curve.X25519 || curve == Curve.X448 ? 0 : 1);
        }
    }

    @Test
    void algorithm_rsaWithoutHint_isPssSha256() {
        KeyUsage usage = KeyUsage.of(RSA, Optional.empty(), Set.of());
        assertThat(KeyParameters.of(RSA, usage, Optional.empty()).algorithm())
                .contains(SignatureAlgorithm.RSA_SSA_PSS_SHA256_MGF1);
    }

    @Test
    void algorithm_hmacKeyShorterThanDigest_isRefused() {
        KeySpec short128 = new KeySpec.Oct(128);
        assertThatThrownBy(() -> KeyParameters.of(
                        short128, KeyUsage.of(short128, Optional.of(KeyUse.SIG), Set.of()), Optional.empty()))
                .hasMessageContaining("too short");
        assertThat(SignatureAlgorithm.HMAC_SHA256.fits(new KeySpec.Oct(248))).isFalse();
        assertThat(SignatureAlgorithm.HMAC_SHA256.fits(new KeySpec.Oct(512))).isTrue();
    }

    @Test
    void algorithm_otherCurve_isRefused() {
        KeyUsage usage = KeyUsage.of(P_256, Optional.empty(), Set.of());
        assertThatThrownBy(() -> KeyParameters.of(P_256, usage, Optional.of(SignatureAlgorithm.ES256K)))
                .hasMessageContaining("ES256K")
                .hasMessageContaining("ECDSA_SHA256");
    }

    @Test
    void digestInput_wrongLengthOrAlgorithm_isRefused() {
        assertThatThrownBy(() -> new SigningInput(SignatureAlgorithm.ECDSA_SHA256, InputType.DIGEST, new byte[31]))
                .hasMessage("input has 31 bytes; a digest for ECDSA_SHA256 has 32");
        for (SignatureAlgorithm algorithm :
                Arrays.asList(SignatureAlgorithm.ED25519, SignatureAlgorithm.ED448, SignatureAlgorithm.HMAC_SHA256)) {
            assertThatThrownBy(() -> new SigningInput(algorithm, InputType.DIGEST, new byte[32]))
                    .hasMessageContaining("DIGEST");
        }
    }
}
