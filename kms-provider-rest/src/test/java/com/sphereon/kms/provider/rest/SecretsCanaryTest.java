package com.sphereon.kms.provider.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
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
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens, the client secret, imported keys and plaintexts pass through here; nothing of them is logged, told or printed. */
class SecretsCanaryTest {
    private static final Set<String> PUBLIC_MEMBERS = Set.of("kty", "crv", "x", "y", "n", "e");
    private static final String CLIENT_SECRET = "canary-in-the-client-secret";
    private static final String PLAINTEXT = "canary-in-the-plaintext-that-is-long-enough";
    private static final ContentEncryptionAlgorithm GCM = ContentEncryptionAlgorithm.A256GCM;
    private static final int PART_CHARS = 20;

    private final TestData random = TestData.fresh();
    private final StringBuilder seen = new StringBuilder();

    @TempDir
    Path folder;

    @Test
    void anything_thatGoesWellOrWrong_noSecretAppears() {
        String plaintextOnTheWire = Base64.getEncoder().encodeToString(PLAINTEXT.getBytes(StandardCharsets.UTF_8));
        Set<String> secrets = new LinkedHashSet<>(Set.of(CLIENT_SECRET, PLAINTEXT, plaintextOnTheWire));
        try (OpenKms kms = OpenKms.start(folder);
                LogCapture log = new LogCapture("com.sphereon.kms.provider", "okhttp3");
                PrivateKeyMaterial ec = SampleKeys.of(OpenKms.P256, random);
                PrivateKeyMaterial oct = SampleKeys.of(new KeySpec.Oct(256), random)) {
            addParts(secrets, ec.toJwk());
            addParts(secrets, oct.toJwk());
            kms.issuer().accept(CLIENT_SECRET);
            kms.write("client-secret", CLIENT_SECRET);
            String token = kms.issuer().token(Optional.of("acme"));
            kms.issuer().answerAlways(token);
            secrets.add(token.substring(token.length() - PART_CHARS));
            try (KeyProvider provider = kms.open("max-retries", "0", "deadline", "PT10S")) {
                useAndMisuse(kms, provider, ec, oct);
                seen.append(provider).append(provider.health());
            }
            seen.append(log.text());
        }
        assertThat(seen.length()).as("something was seen at all").isGreaterThan(1000);
        for (String secret : secrets) {
            assertThat(seen.indexOf(secret)).as("part of a secret, %s", random).isNegative();
        }
    }

    private void useAndMisuse(OpenKms kms, KeyProvider provider, PrivateKeyMaterial ec, PrivateKeyMaterial oct) {
        ProviderKey key = provider.importKey(OpenKms.newKey(), ec);
        KeyHandle aes = OpenKms.handle(provider.importKey(OpenKms.newKey(OpenKms.TENANT, oct.spec(), KeyUse.ENC), oct));
        KeyCipher cipher = provider.cipher().orElseThrow();
        SealedText sealed = cipher.encrypt(aes, GCM, plaintext(), new byte[0]);
        seen.append(key).append(sealed);
        provider.sign(OpenKms.handle(key), OpenKms.INPUT);
        for (Fault fault : Set.of(
                Fault.SERVER_ERROR,
                Fault.THROTTLE,
                Fault.RESET,
                Fault.CREDENTIALS_EXPIRED,
                Fault.TRUNCATED,
                Fault.OTHER_KEY)) {
            kms.server().inject(fault, 3);
            failure(() -> provider.sign(OpenKms.handle(key), OpenKms.INPUT));
            kms.server().inject(fault, 3);
            failure(() -> provider.importKey(OpenKms.newKey(), ec));
            kms.server().inject(fault, 3);
            failure(() -> cipher.encrypt(aes, GCM, plaintext(), new byte[0]));
            kms.server().inject(fault, 3);
            failure(() -> seen.append(cipher.decrypt(aes, GCM, sealed, new byte[0])));
            kms.server().heal();
        }
        kms.issuer().accept("another secret");
        kms.server().inject(Fault.CREDENTIALS_EXPIRED, 1);
        failure(() -> provider.sign(OpenKms.handle(key), OpenKms.INPUT));
    }

    private static SecretBytes plaintext() {
        return SecretBytes.copyOf(PLAINTEXT.getBytes(StandardCharsets.UTF_8));
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
