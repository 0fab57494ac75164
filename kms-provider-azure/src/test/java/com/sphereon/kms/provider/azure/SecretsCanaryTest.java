package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client secret, tokens and imported keys pass through here; nothing of them is logged, told or printed. */
class SecretsCanaryTest {
    private static final Set<String> PUBLIC_MEMBERS = Set.of("kty", "crv", "x", "y", "n", "e");
    private static final String CLIENT_SECRET = "canary-in-the-client-secret";
    private static final int PART_CHARS = 20;

    private static final ContentEncryptionAlgorithm GCM = ContentEncryptionAlgorithm.A256GCM;

    private final TestData random = TestData.fresh();
    private final StringBuilder seen = new StringBuilder();

    @TempDir
    Path folder;

    @Test
    void anything_thatGoesWellOrWrong_noSecretAppears() {
        Set<String> secrets = new LinkedHashSet<>(Set.of(CLIENT_SECRET, FakeTokens.PREFIX));
        try (OpenVault vault = OpenVault.start(HsmType.KEYVAULT, folder);
                LogCapture log = new LogCapture();
                PrivateKeyMaterial ec = SampleKeys.of(OpenVault.P256, random);
                PrivateKeyMaterial rsa = SampleKeys.of(new KeySpec.Rsa(2048), random)) {
            addParts(secrets, ec.toJwk());
            addParts(secrets, rsa.toJwk());
            vault.fake().tokens().accept(CLIENT_SECRET);
            vault.write(CLIENT_SECRET);
            try (KeyProvider provider = vault.open("max-retries", "0", "deadline", "PT10S")) {
                useAndMisuse(vault, provider, ec, rsa);
                seen.append(provider).append(provider.health());
            }
            seen.append(log.text());
        }
        assertThat(seen.length()).as("something was seen at all").isGreaterThan(1000);
        for (String secret : secrets) {
            assertThat(seen.indexOf(secret)).as("part of a secret, %s", random).isNegative();
        }
    }

    /** What is decrypted is in the answer, and the SDK's parser quotes an answer it cannot read. */
    @Test
    void decryptAndUnwrap_answersThatCannotBeRead_nothingOfThemAppears() {
        String plaintext = "canary-in-the-plaintext-of-32-by";
        try (OpenVault vault = OpenVault.start(HsmType.MANAGED_HSM, folder);
                LogCapture log = new LogCapture();
                KeyProvider provider = vault.open("hsm-type", "managed-hsm", "max-retries", "0");
                SecretBytes secret = SecretBytes.copyOf(plaintext.getBytes(StandardCharsets.US_ASCII))) {
            KeyCipher cipher = provider.cipher().orElseThrow();
            KeyHandle aes = OpenVault.handle(provider.generate(OpenVault.newKey(new KeySpec.Oct(256), KeyUse.ENC)));
            SealedText sealed = cipher.encrypt(aes, GCM, secret, new byte[0]);
            byte[] wrapped = cipher.wrap(aes, KeyWrapAlgorithm.A256KW, secret);
            for (Spoilt way : Spoilt.values()) {
                vault.fake().spoil(way);
                failure(() -> seen.append(cipher.decrypt(aes, GCM, sealed, new byte[0])));
                failure(() -> seen.append(cipher.unwrap(aes, KeyWrapAlgorithm.A256KW, wrapped)));
                vault.fake().spoil(Spoilt.NOT);
            }
            seen.append(log.text());
        }
        assertThat(seen.indexOf("ProviderFailedException")).isPositive();
        String onTheWire = Base64.getUrlEncoder().encodeToString(plaintext.getBytes(StandardCharsets.US_ASCII));
        for (String part : Set.of(plaintext, onTheWire.substring(0, PART_CHARS), onTheWire.substring(PART_CHARS))) {
            assertThat(seen.indexOf(part)).as("part of the plaintext").isNegative();
        }
    }

    private void useAndMisuse(OpenVault vault, KeyProvider provider, PrivateKeyMaterial ec, PrivateKeyMaterial rsa) {
        ProviderKey key = provider.importKey(OpenVault.newKey(), ec);
        seen.append(key).append(provider.importKey(OpenVault.newKey(new KeySpec.Rsa(2048), KeyUse.SIG), rsa));
        provider.sign(OpenVault.handle(key), OpenVault.INPUT);
        for (Fault fault : Fault.values()) {
            if (fault != Fault.HANG) {
                vault.server().inject(fault, 3);
                failure(() -> provider.sign(OpenVault.handle(key), OpenVault.INPUT));
                vault.server().inject(fault, 3);
                failure(() -> provider.importKey(OpenVault.newKey(), ec));
                vault.server().heal();
            }
        }
        vault.fake().tokens().accept("another secret");
        vault.fake().tokens().expire();
        failure(() -> provider.sign(OpenVault.handle(key), OpenVault.INPUT));
    }

    private void failure(ThrowingCallable call) {
        Throwable thrown = Assertions.catchThrowable(call);
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            seen.append(trace);
        }
    }

    private static void addParts(Set<String> parts, Map<String, String> jwk) {
        jwk.forEach((name, value) -> {
            if (!PUBLIC_MEMBERS.contains(name)) {
                for (int i = 0; i + PART_CHARS <= value.length(); i += PART_CHARS) {
                    parts.add(value.substring(i, i + PART_CHARS));
                }
            }
        });
    }
}
