package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer about another key than was asked for is none, whatever was asked. */
class LyingVaultTest {
    private static final ContentEncryptionAlgorithm GCM = ContentEncryptionAlgorithm.A256GCM;
    private static final KeyWrapAlgorithm WRAP = KeyWrapAlgorithm.A256KW;

    @TempDir
    Path folder;

    private OpenVault vault;
    private KeyProvider provider;
    private KeyCipher cipher;
    private KeyHandle aes;

    @BeforeEach
    void start() {
        vault = OpenVault.start(HsmType.MANAGED_HSM, folder);
        provider = vault.open("hsm-type", "managed-hsm");
        cipher = provider.cipher().orElseThrow();
        aes = OpenVault.handle(provider.generate(OpenVault.newKey(new KeySpec.Oct(256), KeyUse.ENC)));
    }

    @AfterEach
    void stop() {
        provider.close();
        vault.close();
    }

    private static SecretBytes secret() {
        return SecretBytes.copyOf(new byte[32]);
    }

    private void assertCaught(ThrowingCallable call) {
        assertThatExceptionOfType(ProviderFailedException.class)
                .isThrownBy(call)
                .withMessageContaining("about another key");
    }

    private void lie() {
        vault.server().inject(Fault.OTHER_KEY, 1);
    }

    @Test
    void anyUse_answerAboutAnotherKey_caught() {
        SealedText sealed = cipher.encrypt(aes, GCM, secret(), new byte[0]);
        byte[] wrapped = cipher.wrap(aes, WRAP, secret());

        lie();
        assertCaught(() -> cipher.encrypt(aes, GCM, secret(), new byte[0]));
        lie();
        assertCaught(() -> cipher.decrypt(aes, GCM, sealed, new byte[0]));
        lie();
        assertCaught(() -> cipher.wrap(aes, WRAP, secret()));
        lie();
        assertCaught(() -> cipher.unwrap(aes, WRAP, wrapped));
        lie();
        assertCaught(() -> provider.describe(aes));
    }

    @Test
    void import_vaultHoldsAnotherKeyThanGiven_caught() {
        TestData data = TestData.fresh();
        vault.fake().whenAskedNext(() -> vault.server().inject(Fault.OTHER_KEYS_SIGNATURE, 1));
        try (var material = SampleKeys.of(OpenVault.P256, data)) {
            assertCaught(() -> provider.importKey(OpenVault.newKey(), material));
        }
    }

    /** What Azure lets through without a word must not come that far. */
    @Test
    void undeclared_anything_refusedBeforeTheVaultIsAsked() {
        int before = vault.server().requestsReceived();

        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> cipher.wrap(aes, KeyWrapAlgorithm.RSA1_5, secret()));
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> cipher.unwrap(aes, KeyWrapAlgorithm.RSA_OAEP_512, new byte[256]));
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> cipher.encrypt(aes, ContentEncryptionAlgorithm.A128CBC_HS256, secret(), new byte[0]));

        assertThat(vault.server().requestsReceived()).isEqualTo(before);
    }
}
