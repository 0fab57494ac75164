package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Known private keys go in; nothing of them may be found in files, logs, messages or printed objects. */
class SecretsCanaryTest {
    private static final Set<String> PUBLIC_MEMBERS = Set.of("kty", "crv", "x", "y", "n", "e");
    /** Part of a secret, in characters: long enough not to occur by chance. */
    private static final int PART_CHARS = 20;

    private final TestData random = TestData.fresh();
    private final StringBuilder seen = new StringBuilder();

    @TempDir
    Path data;

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.SampleKeys#specs")
    void anything_aboutAKnownKey_nothingOfItsSecretsAppears(KeySpec spec) throws IOException {
        Set<String> secrets;
        try (LogCapture log = new LogCapture();
                PrivateKeyMaterial material = SampleKeys.of(spec, random)) {
            secrets = secretsOf(material.toJwk());
            useAndMisuse(spec, material);
            seen.append(log.text()).append(material);
        }
        assertThat(seen.length()).as("something was seen at all").isGreaterThan(1000);
        for (String secret : secrets) {
            assertThat(seen.indexOf(secret))
                    .as("part of a secret of %s, %s", spec, random)
                    .isNegative();
        }
    }

    private void useAndMisuse(KeySpec spec, PrivateKeyMaterial material) throws IOException {
        NewKey order = TestProvider.newKey(TestProvider.TENANT, spec);
        KeyHandle handle = TestProvider.handle(order);
        try (KeyProvider provider = TestProvider.open(data)) {
            seen.append(provider.importKey(order, material)).append(provider);
            failure(() -> provider.importKey(order, material));
            failure(() -> provider.importKey(TestProvider.newKey(), mismatched(material)));
            failure(() -> provider.importKey(TestProvider.newKey(TestProvider.TENANT, spec), mismatched(material)));
        }
        Path file = TestProvider.file(data, handle);
        seen.append(Files.readString(file));
        try (KeyProvider provider = TestProvider.open(data)) {
            seen.append(provider.describe(handle));
            encryptAndFail(provider, handle);
            byte[] content = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(content, content.length - 3));
        }
        try (KeyProvider provider = TestProvider.open(data)) {
            failure(() -> provider.describe(handle));
        }
    }

    /** With every algorithm, so with many that do not fit the key, and of what does not decrypt. */
    private void encryptAndFail(KeyProvider provider, KeyHandle handle) {
        KeyCipher cipher = provider.cipher().orElseThrow();
        seen.append(cipher);
        try (SecretBytes secret = SecretBytes.copyOf(random.bytes(32))) {
            for (ContentEncryptionAlgorithm algorithm : ContentEncryptionAlgorithm.values()) {
                failure(() -> seen.append(cipher.encrypt(handle, algorithm, secret, new byte[0])));
                SealedText garbage = new SealedText(
                        random.bytes(32), random.bytes(algorithm.ivBytes()), random.bytes(algorithm.tagBytes()));
                failure(() -> cipher.decrypt(handle, algorithm, garbage, new byte[0]));
            }
            for (KeyWrapAlgorithm algorithm : KeyWrapAlgorithm.values()) {
                failure(() -> seen.append(Arrays.toString(cipher.wrap(handle, algorithm, secret))));
                failure(() -> cipher.unwrap(handle, algorithm, random.bytes(256)));
            }
        }
        try (PrivateKeyMaterial peer = SampleKeys.of(new KeySpec.Okp(Curve.X25519), random)) {
            failure(() -> seen.append(cipher.agree(handle, peer.publicKey().orElseThrow())));
        }
    }

    /** The same private half beside a public half that is another's. */
    private PrivateKeyMaterial mismatched(PrivateKeyMaterial material) {
        Map<String, String> jwk = material.toJwk();
        try (PrivateKeyMaterial other = SampleKeys.another(material.spec(), random)) {
            other.toJwk().forEach((name, value) -> {
                if (PUBLIC_MEMBERS.contains(name)) {
                    jwk.put(name, value);
                }
            });
        }
        return PrivateKeyMaterial.fromJwk(jwk);
    }

    private void failure(ThrowingCallable call) {
        Throwable thrown = Assertions.catchThrowable(call);
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            seen.append(trace);
        }
    }

    /** Each secret as Base64url, Base64, hex and decimal number, cut into parts. */
    private static Set<String> secretsOf(Map<String, String> jwk) {
        Set<String> parts = new LinkedHashSet<>();
        jwk.forEach((name, value) -> {
            if (!PUBLIC_MEMBERS.contains(name)) {
                byte[] octets = Base64.getUrlDecoder().decode(value);
                addParts(parts, value);
                addParts(parts, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.US_ASCII)));
                addParts(parts, Base64.getEncoder().encodeToString(octets));
                addParts(parts, HexFormat.of().formatHex(octets));
                addParts(parts, new BigInteger(1, octets).toString());
            }
        });
        assertThat(parts).isNotEmpty();
        return parts;
    }

    private static void addParts(Set<String> parts, String secret) {
        for (int i = 0; i + PART_CHARS <= secret.length(); i += PART_CHARS) {
            parts.add(secret.substring(i, i + PART_CHARS));
        }
    }
}
