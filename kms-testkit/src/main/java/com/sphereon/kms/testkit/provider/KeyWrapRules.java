package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.KeyWrapAlgorithm.Scheme;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys are wrapped as RFC 7518 says, and unwrapped by whoever has the other key and nobody else. */
interface KeyWrapRules extends EncryptionFixture {
    int IV_BYTES = 12;

    /** More than any content encryption key has. */
    int MAX_TRIED_BYTES = 260;

    private boolean isUndeclared(KeyWrapAlgorithm algorithm) {
        return isUndeclared(
                ProviderOperation.WRAP_KEY,
                algorithm,
                () -> cipher().wrap(anyHandle(), algorithm, secret(data().bytes(32))),
                () -> cipher().unwrap(anyHandle(), algorithm, data().bytes(256)));
    }

    private static boolean isWrappable(KeyWrapAlgorithm algorithm, KeySpec spec, int lengthBytes) {
        try {
            algorithm.requireWrappable(spec, lengthBytes);
            return true;
        } catch (InvalidRequestException e) {
            return false;
        }
    }

    /** Usual lengths of keys, the shortest and the longest. */
    private List<byte[]> keysToWrap(KeyWrapAlgorithm algorithm, KeySpec spec) {
        int[] wrappable = IntStream.rangeClosed(0, MAX_TRIED_BYTES)
                .filter(length -> isWrappable(algorithm, spec, length))
                .toArray();
        return IntStream.of(wrappable[0], 16, 24, 32, 48, 64, wrappable[wrappable.length - 1])
                .mapToObj(length -> data().bytes(length))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(KeyWrapAlgorithm.class)
    default void wrap_anyLength_unwrapsToTheSame(KeyWrapAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        KeySpec spec = specFor(algorithm);
        KeyHandle key = handle(sharedEncryptionKey(spec));
        for (byte[] keyToWrap : keysToWrap(algorithm, spec)) {
            byte[] wrapped = cipher().wrap(key, algorithm, secret(keyToWrap));

            assertSecret(cipher().unwrap(key, algorithm, wrapped), keyToWrap);
            if (algorithm.scheme() != Scheme.AES_KW) {
                assertThat(cipher().wrap(key, algorithm, secret(keyToWrap)))
                        .as("wrapped twice, %s", data())
                        .isNotEqualTo(wrapped);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyWrapAlgorithm.class)
    default void wrap_importedKey_othersUnwrapItAndTheReverse(KeyWrapAlgorithm algorithm) {
        if (isUndeclared(algorithm) || !canImport(specFor(algorithm))) {
            return; // or import_eachKindOfKey has seen the refusal
        }
        KeySpec spec = specFor(algorithm);
        try (PrivateKeyMaterial material = SampleKeys.of(spec, data())) {
            KeyHandle key = handle(imported(material));
            for (byte[] keyToWrap : keysToWrap(algorithm, spec)) {
                byte[] here = cipher().wrap(key, algorithm, secret(keyToWrap));
                assertThat(IndependentCiphers.unwrap(material, algorithm, here))
                        .as(data().toString())
                        .isEqualTo(keyToWrap);

                byte[] elsewhere = IndependentCiphers.wrap(material, algorithm, data().bytes(IV_BYTES), keyToWrap);
                assertSecret(cipher().unwrap(key, algorithm, elsewhere), keyToWrap);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyWrapAlgorithm.class)
    default void wrap_lengthThatCannotBe_refused(KeyWrapAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        KeySpec spec = specFor(algorithm);
        KeyHandle key = handle(sharedEncryptionKey(spec));
        for (int length = 0; length <= MAX_TRIED_BYTES; length++) {
            byte[] keyToWrap = data().bytes(length);
            if (!isWrappable(algorithm, spec, length)) {
                assertInvalid(length + " bytes", () -> cipher().wrap(key, algorithm, secret(keyToWrap)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyWrapAlgorithm.class)
    default void unwrap_anythingChanged_refusedWithoutReason(KeyWrapAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        KeyHandle key = handle(sharedEncryptionKey(specFor(algorithm)));
        byte[] right = cipher().wrap(key, algorithm, secret(data().bytes(32)));
        for (byte[] wrong : variations(right)) {
            assertUndecipherable("changed", () -> cipher().unwrap(key, algorithm, wrong));
        }
        for (int i = 0; i < 20; i++) {
            byte[] wrong = data().withFlippedBit(right);
            assertUndecipherable("changed", () -> cipher().unwrap(key, algorithm, wrong));
            byte[] random = data().bytes(right.length);
            assertUndecipherable("random", () -> cipher().unwrap(key, algorithm, random));
        }
        byte[] allOnes = right.clone();
        Arrays.fill(allOnes, (byte) 0xff);
        assertUndecipherable("more than any modulus", () -> cipher().unwrap(key, algorithm, allOnes));
    }

    @ParameterizedTest
    @EnumSource(KeyWrapAlgorithm.class)
    default void unwrap_anotherKeyOrAlgorithm_refusedWithoutReason(KeyWrapAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        KeySpec spec = specFor(algorithm);
        KeyHandle key = handle(sharedEncryptionKey(spec));
        byte[] right = cipher().wrap(key, algorithm, secret(data().bytes(32)));
        if (canImport(spec)) {
            try (PrivateKeyMaterial material = SampleKeys.another(spec, data())) {
                KeyHandle another = handle(imported(material));
                assertUndecipherable("key", () -> cipher().unwrap(another, algorithm, right));
            }
        }
        for (KeyWrapAlgorithm other : KeyWrapAlgorithm.values()) {
            if (other != algorithm && other.fits(spec) && can().supports(ProviderOperation.UNWRAP_KEY, other)) {
                assertUndecipherable("as " + other, () -> cipher().unwrap(key, other, right));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyWrapAlgorithm.class)
    default void wrap_keyOfAnotherKind_refused(KeyWrapAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        byte[] wrapped =
                cipher().wrap(handle(sharedEncryptionKey(specFor(algorithm))), algorithm, secret(data().bytes(32)));
        for (KeySpec spec : unfitFor(algorithm)) {
            KeyHandle key = handle(sharedKey(spec));
            assertInvalid("wrapping with " + spec, () -> cipher().wrap(key, algorithm, secret(data().bytes(32))));
            assertInvalid("unwrapping with " + spec, () -> cipher().unwrap(key, algorithm, wrapped));
        }
    }

    @ParameterizedTest
    @EnumSource(KeyWrapAlgorithm.class)
    default void wrap_strangersOrUnknownKey_notFound(KeyWrapAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        ProviderKey key = sharedEncryptionKey(specFor(algorithm));
        byte[] wrapped = cipher().wrap(handle(key), algorithm, secret(data().bytes(32)));
        for (KeyHandle handle : List.of(strangersHandle(key), unknownHandle())) {
            assertNotFound(() -> cipher().wrap(handle, algorithm, secret(data().bytes(32))));
            assertNotFound(() -> cipher().unwrap(handle, algorithm, wrapped));
        }
    }

    /** AES-KW wraps to the same bytes always; the others are only unwrapped. */
    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.EncryptionAnswer#wrapping")
    default void unwrap_publishedWrappedKey_publishedKey(EncryptionAnswer known) {
        KeyWrapAlgorithm algorithm = KeyWrapAlgorithm.valueOf(known.text("algorithm"));
        try (PrivateKeyMaterial material = known.key()) {
            if (isUndeclared(algorithm) || !canImport(material.spec())) {
                return;
            }
            KeyHandle key = handle(imported(material));

            assertSecret(cipher().unwrap(key, algorithm, known.bytes("wrapped")), known.bytes("key"));
            if (algorithm.scheme() == Scheme.AES_KW) {
                assertThat(cipher().wrap(key, algorithm, secret(known.bytes("key"))))
                        .isEqualTo(known.bytes("wrapped"));
            }
        }
    }
}
