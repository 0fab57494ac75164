package com.sphereon.kms.provider.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
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
class LyingKmsTest {
    private static final ContentEncryptionAlgorithm GCM = ContentEncryptionAlgorithm.A256GCM;
    private static final KeyWrapAlgorithm WRAP = KeyWrapAlgorithm.A256KW;
    private static final byte[] NOTHING = {};

    @TempDir
    Path folder;

    private OpenKms kms;
    private KeyProvider provider;
    private KeyCipher cipher;
    private KeyHandle aes;

    @BeforeEach
    void start() {
        kms = OpenKms.start(folder);
        provider = kms.open("cache-ttl-in-seconds", "0");
        cipher = provider.cipher().orElseThrow();
        aes = made(new KeySpec.Oct(256), KeyUse.ENC);
    }

    @AfterEach
    void stop() {
        provider.close();
        kms.close();
    }

    private KeyHandle made(KeySpec spec, KeyUse use) {
        return OpenKms.handle(provider.generate(OpenKms.newKey(OpenKms.TENANT, spec, use)));
    }

    private static SecretBytes secret() {
        return SecretBytes.copyOf(new byte[32]);
    }

    private void assertCaught(ThrowingCallable call) {
        kms.server().inject(Fault.OTHER_KEY, 1);
        assertThatExceptionOfType(ProviderFailedException.class)
                .isThrownBy(call)
                .withMessageContaining("about another key");
        kms.server().heal();
    }

    @Test
    void encryption_answerAboutAnotherKey_caught() {
        SealedText sealed = cipher.encrypt(aes, GCM, secret(), NOTHING);
        byte[] wrapped = cipher.wrap(aes, WRAP, secret());

        assertCaught(() -> cipher.encrypt(aes, GCM, secret(), NOTHING));
        assertCaught(() -> cipher.decrypt(aes, GCM, sealed, NOTHING));
        assertCaught(() -> cipher.wrap(aes, WRAP, secret()));
        assertCaught(() -> cipher.unwrap(aes, WRAP, wrapped));
    }

    @Test
    void agreement_answerAboutAnotherKey_caught() {
        ProviderKey agreeing = provider.generate(OpenKms.newKey(OpenKms.TENANT, OpenKms.P256, KeyUse.ENC));

        assertCaught(() ->
                cipher.agree(OpenKms.handle(agreeing), agreeing.publicKey().orElseThrow()));
    }

    @Test
    void mac_answerAboutAnotherKey_caught() {
        KeyHandle mac = made(new KeySpec.Oct(256), KeyUse.SIG);
        SigningInput input = new SigningInput(SignatureAlgorithm.HMAC_SHA256, InputType.RAW, new byte[5]);

        assertThat(provider.sign(mac, input)).hasSize(32);
        assertCaught(() -> provider.sign(mac, input));
    }

    @Test
    void keys_answerAboutAnotherKey_caught() {
        ProviderKey key = provider.generate(OpenKms.newKey());

        assertCaught(() -> provider.describe(OpenKms.handle(key)));
        assertCaught(() -> provider.generate(OpenKms.newKey()));
        try (var material = SampleKeys.of(OpenKms.P256, TestData.fresh())) {
            assertCaught(() -> provider.importKey(OpenKms.newKey(), material));
        }
    }

    @Test
    void undeclared_anything_refusedBeforeTheOtherKmsIsAsked() {
        int before = kms.server().requestsReceived();

        assertUnsupported(() -> cipher.encrypt(aes, ContentEncryptionAlgorithm.A128GCM, secret(), NOTHING));
        assertUnsupported(() -> cipher.wrap(aes, KeyWrapAlgorithm.RSA1_5, secret()));
        assertUnsupported(() -> cipher.unwrap(aes, KeyWrapAlgorithm.A128KW, new byte[24]));
        assertUnsupported(() -> provider.generate(OpenKms.newKey(OpenKms.TENANT, new KeySpec.Oct(128), KeyUse.ENC)));

        assertThat(kms.server().requestsReceived()).isEqualTo(before);
    }

    private static void assertUnsupported(ThrowingCallable call) {
        assertThatExceptionOfType(UnsupportedException.class).isThrownBy(call);
    }
}
