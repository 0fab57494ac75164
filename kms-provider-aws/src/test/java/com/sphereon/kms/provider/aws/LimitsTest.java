package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.IndependentSignatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS takes messages of 1 to 4096 bytes where it takes no digest. */
class LimitsTest {
    private static final int MEBIBYTE = 1 << 20;

    private final TestAws aws = new TestAws();
    private final KeyProvider provider = aws.open();

    @AfterEach
    void stop() {
        provider.close();
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4097, MEBIBYTE})
    void sign_ed25519BeyondLimit_refusedNamingIt(int bytes) {
        assertRefused(made(new KeySpec.Okp(Curve.ED25519)), SignatureAlgorithm.ED25519, bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4097, MEBIBYTE})
    void mac_beyondLimit_refusedNamingIt(int bytes) {
        assertRefused(made(new KeySpec.Oct(256)), SignatureAlgorithm.HMAC_SHA256, bytes);
    }

    private void assertRefused(KeyHandle key, SignatureAlgorithm algorithm, int bytes) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> provider.sign(key, TestAws.input(algorithm, bytes)))
                .withMessageContaining("4096")
                .withMessageContaining(Integer.toString(bytes));
        assertThat(aws.fake.actions()).doesNotContain("Sign", "GenerateMac");
    }

    @ParameterizedTest
    @CsvSource({"ED25519, 1", "ED25519, 4096", "HMAC_SHA256, 1", "HMAC_SHA256, 4096"})
    void sign_atLimit_works(SignatureAlgorithm algorithm, int bytes) {
        assertThat(provider.sign(made(algorithm.defaultKeySpec()), TestAws.input(algorithm, bytes)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4097, MEBIBYTE})
    void sign_ecdsa_anyLengthSinceADigestIsSent(int bytes) {
        ProviderKey key = provider.generate(TestAws.order(new KeySpec.Ec(Curve.P_256)));

        byte[] signature = provider.sign(
                TestAws.handle(key.providerKeyId()), TestAws.input(SignatureAlgorithm.ECDSA_SHA256, bytes));

        assertThat(IndependentSignatures.verify(
                        key.publicKey().orElseThrow(), SignatureAlgorithm.ECDSA_SHA256, new byte[bytes], signature))
                .isTrue();
    }

    @Test
    void sign_keyForAgreement_refused() {
        ProviderKey key = provider.generate(TestAws.order(new KeySpec.Ec(Curve.P_256), KeyUse.ENC));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> provider.sign(
                        TestAws.handle(key.providerKeyId()), TestAws.input(SignatureAlgorithm.ECDSA_SHA256, 5)));
    }

    private KeyHandle made(KeySpec spec) {
        return TestAws.handle(provider.generate(TestAws.order(spec)).providerKeyId());
    }
}
