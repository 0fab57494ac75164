package com.sphereon.kms.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import org.junit.jupiter.api.Test;

/** What the engine signs, and what nobody signed. */
class SignatureCheckTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    private final JcaEngine engine = JcaEngine.find();
    private final KeyPair pair = engine.newKey();

    @Test
    void isValid_signatureOfTheMessage_isTrue() throws GeneralSecurityException {
        assertThat(SignatureCheck.isValid(key(pair), MESSAGE, signed())).isTrue();
    }

    @Test
    void isValid_otherMessage_isFalse() throws GeneralSecurityException {
        assertThat(SignatureCheck.isValid(key(pair), new byte[] {1, 2, 4}, signed()))
                .isFalse();
    }

    @Test
    void isValid_otherKey_isFalse() throws GeneralSecurityException {
        assertThat(SignatureCheck.isValid(key(engine.newKey()), MESSAGE, signed()))
                .isFalse();
    }

    @Test
    void isValid_zeros_isFalse() {
        assertThat(SignatureCheck.isValid(key(pair), MESSAGE, new byte[64])).isFalse();
    }

    @Test
    void verifySamples_goodSample_passes() throws GeneralSecurityException {
        Answers answers = answered(0, signed());

        assertThatCode(() -> answers.verifySamples("x")).doesNotThrowAnyException();
    }

    @Test
    void verifySamples_brokenSample_namesTheTarget() {
        Answers answers = answered(Answers.SAMPLED, new byte[64]);

        assertThatThrownBy(() -> answers.verifySamples("postgresql"))
                .isInstanceOf(BrokenSignatureException.class)
                .hasMessageContaining("postgresql");
    }

    @Test
    void verifySamples_brokenButNotSampled_isNotSeen() {
        Answers answers = answered(Answers.SAMPLED + 1, new byte[64]);

        assertThatCode(() -> answers.verifySamples("x")).doesNotThrowAnyException();
        assertThat(answers.latencies().getTotalCount()).isEqualTo(1);
    }

    private Answers answered(long number, byte[] signature) {
        Answers answers = new Answers();
        HttpRequest unused =
                HttpRequest.newBuilder(URI.create("http://localhost")).build();
        answers.signed(number, new SignRequest(unused, MESSAGE, key(pair)), signature, 1);
        return answers;
    }

    private byte[] signed() throws GeneralSecurityException {
        Signature signature = engine.signing(pair.getPrivate());
        signature.update(MESSAGE);
        return signature.sign();
    }

    private static PublicKeyMaterial.Ec key(KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return new PublicKeyMaterial.Ec(
                Curve.P_256, key.getW().getAffineX(), key.getW().getAffineY());
    }
}
