package com.sphereon.kms.provider.csc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.provider.remote.EcdsaSignatures;
import com.sphereon.kms.provider.remote.RemoteFailure;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnsweredSignatureTest {

    @ParameterizedTest
    @EnumSource(names = {"P_256", "P_384", "P_521"})
    void inPortForm_eitherFormOfEcdsa_same(Curve curve) throws GeneralSecurityException {
        byte[] fixed = signature(curve);
        KeySpec spec = new KeySpec.Ec(curve);

        assertThat(AnsweredSignature.inPortForm(fixed, spec)).isEqualTo(fixed);
        assertThat(AnsweredSignature.inPortForm(EcdsaSignatures.toDer(fixed, curve), spec))
                .isEqualTo(fixed);
    }

    @ParameterizedTest
    @EnumSource(names = {"P_256", "P_384", "P_521"})
    void inPortForm_neitherForm_failure(Curve curve) throws GeneralSecurityException {
        byte[] fixed = signature(curve);
        byte[] der = EcdsaSignatures.toDer(fixed, curve);
        KeySpec spec = new KeySpec.Ec(curve);

        assertRefused(Arrays.copyOf(fixed, fixed.length - 1), spec);
        assertRefused(Arrays.copyOf(fixed, fixed.length + 1), spec);
        assertRefused(Arrays.copyOf(der, der.length - 1), spec);
        assertRefused(Arrays.copyOf(der, der.length + 1), spec);
        assertRefused(new byte[0], spec);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 255, 257, 384})
    void inPortForm_rsaOfAnotherLength_failure(int length) {
        assertRefused(new byte[length], new KeySpec.Rsa(2048));
    }

    private static byte[] signature(Curve curve) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(FakeCa.key(curve.jwkName()).getPrivate());
        return signature.sign();
    }

    private static void assertRefused(byte[] signature, KeySpec spec) {
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> AnsweredSignature.inPortForm(signature, spec))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(RemoteFailure.Kind.UNEXPECTED));
    }
}
