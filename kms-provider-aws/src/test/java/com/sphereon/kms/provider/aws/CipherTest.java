package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is AWS' own in encryption; that it encrypts, wraps and agrees at all is in the contract. */
class CipherTest {
    private static final ContentEncryptionAlgorithm A256GCM = ContentEncryptionAlgorithm.A256GCM;

    private final TestAws aws = new TestAws();
    private final KeyProvider provider = aws.open();
    private final KeyCipher cipher = provider.cipher().orElseThrow();

    @AfterEach
    void stop() {
        provider.close();
        aws.close();
    }

    @Test
    void encrypt_associatedData_goesAsDigestAndVectorsAreZero() {
        SealedText sealed = cipher.encrypt(
                key(new KeySpec.Oct(256)), A256GCM, secret(10), "associated".getBytes(StandardCharsets.US_ASCII));

        assertThat(sealed.iv()).containsOnly(0).hasSize(12);
        assertThat(sealed.tag()).containsOnly(0).hasSize(16);
        assertThat(aws.fake.contexts())
                .singleElement()
                .satisfies(context -> assertThat(context)
                        .hasToString(
                                "{\"sphereon-aad-digest\":\"sha256:3jjgiB4x3eaJq9wL8arrc_V0YTkkxEaVkzGkJWQpha4\"}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4097, 1 << 20})
    void encrypt_beyondLimit_refusedNamingIt(int bytes) {
        KeyHandle key = key(new KeySpec.Oct(256));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> cipher.encrypt(key, A256GCM, secret(bytes), new byte[0]))
                .withMessageContaining("4096");
        assertThat(aws.fake.actions()).doesNotContain("Encrypt");
    }

    @Test
    void decrypt_longerThanAwsTakes_undecipherableWithoutACall() {
        KeyHandle key = key(new KeySpec.Oct(256));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> cipher.decrypt(
                        key, A256GCM, new SealedText(new byte[6145], new byte[12], new byte[16]), new byte[0]))
                .withMessage(KeyCipher.undecipherable().getMessage());
        assertThat(aws.fake.actions()).doesNotContain("Decrypt");
    }

    /** 256 bits for a MAC are another kind of key for AWS, which refuses it. */
    @Test
    void encrypt_keyForMacs_refused() {
        KeyHandle key = TestAws.handle(
                provider.generate(TestAws.order(new KeySpec.Oct(256))).providerKeyId());

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> cipher.encrypt(key, A256GCM, secret(10), new byte[0]));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RSA_OAEP", "RSA_OAEP_256"})
    void wrap_undeclared_refusedBeforeAnyCall(KeyWrapAlgorithm algorithm) {
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> cipher.wrap(TestAws.handle("any"), algorithm, secret(32)));
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> cipher.unwrap(TestAws.handle("any"), algorithm, new byte[256]));
        assertThat(aws.fake.actions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "A256GCM")
    void encrypt_undeclared_refusedBeforeAnyCall(ContentEncryptionAlgorithm algorithm) {
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> cipher.encrypt(TestAws.handle("any"), algorithm, secret(32), new byte[0]));
        assertThat(aws.fake.actions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OTHER_KEY", "OTHER_ALGORITHM", "TRUNCATED"})
    void lyingBackend_anyOperation_notBelieved(Fault fault) {
        KeyHandle symmetric = key(new KeySpec.Oct(256));
        SealedText sealed = cipher.encrypt(symmetric, A256GCM, secret(10), new byte[0]);
        KeyHandle rsa = key(new KeySpec.Rsa(2048));
        byte[] wrapped = cipher.wrap(rsa, KeyWrapAlgorithm.RSA_OAEP_256, secret(32));
        KeyHandle ec = key(new KeySpec.Ec(Curve.P_256));
        PublicKeyMaterial peer;
        try (PrivateKeyMaterial material = SampleKeys.of(new KeySpec.Ec(Curve.P_256), TestData.fresh())) {
            peer = material.publicKey().orElseThrow();
        }

        aws.server.inject(fault, FaultyBackend.ALWAYS);

        assertNotBelieved(() -> cipher.encrypt(symmetric, A256GCM, secret(10), new byte[0]));
        assertNotBelieved(() -> cipher.decrypt(symmetric, A256GCM, sealed, new byte[0]));
        assertNotBelieved(() -> cipher.wrap(rsa, KeyWrapAlgorithm.RSA_OAEP_256, secret(32)));
        assertNotBelieved(() -> cipher.unwrap(rsa, KeyWrapAlgorithm.RSA_OAEP_256, wrapped));
        assertNotBelieved(() -> cipher.agree(ec, peer));
    }

    private static void assertNotBelieved(ThrowingCallable call) {
        assertThatExceptionOfType(ProviderFailedException.class).isThrownBy(call);
    }

    private KeyHandle key(KeySpec spec) {
        return TestAws.handle(provider.generate(TestAws.order(spec, KeyUse.ENC)).providerKeyId());
    }

    private static SecretBytes secret(int bytes) {
        return SecretBytes.copyOf(new byte[bytes]);
    }
}
