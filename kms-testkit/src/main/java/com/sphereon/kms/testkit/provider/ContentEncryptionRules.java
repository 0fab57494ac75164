package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Content is encrypted as RFC 7518 says, decrypts with its key, and in no other way. */
interface ContentEncryptionRules extends EncryptionFixture {
    int ENCRYPTIONS_FOR_IV = 100;

    private boolean isUndeclared(ContentEncryptionAlgorithm algorithm) {
        SealedText sealed =
                new SealedText(data().bytes(16), data().bytes(algorithm.ivBytes()), data().bytes(algorithm.tagBytes()));
        return isUndeclared(
                ProviderOperation.ENCRYPT,
                algorithm,
                () -> cipher().encrypt(anyHandle(), algorithm, secret(data().message()), new byte[0]),
                () -> cipher().decrypt(anyHandle(), algorithm, sealed, new byte[0]));
    }

    /** Around the block of AES, where padding shows, and long. */
    private List<byte[]> plaintexts() {
        return List.of(
                new byte[minMessageBytes()],
                data().bytes(1),
                data().bytes(15),
                data().bytes(16),
                data().bytes(17),
                data().message(),
                data().bytes(maxMessageBytes()));
    }

    @ParameterizedTest
    @EnumSource(ContentEncryptionAlgorithm.class)
    default void encrypt_anyLength_decryptsToTheSame(ContentEncryptionAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        KeyHandle key = handle(sharedEncryptionKey(specFor(algorithm)));
        for (byte[] plaintext : plaintexts()) {
            for (byte[] associated : List.of(new byte[0], data().message())) {
                byte[] before = associated.clone();
                SealedText sealed = cipher().encrypt(key, algorithm, secret(plaintext), associated);

                assertThat(sealed.iv()).hasSize(algorithm.ivBytes());
                assertThat(sealed.tag()).hasSize(algorithm.tagBytes());
                assertSecret(cipher().decrypt(key, algorithm, sealed, associated), plaintext);
                assertThat(associated).as("input must not be changed").isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ContentEncryptionAlgorithm.class)
    default void encrypt_importedKey_othersDecryptItAndTheReverse(ContentEncryptionAlgorithm algorithm) {
        if (isUndeclared(algorithm) || !sealsAsPublished() || !canImport(specFor(algorithm))) {
            return; // or import_eachKindOfKey has seen the refusal
        }
        try (PrivateKeyMaterial material = SampleKeys.of(specFor(algorithm), data())) {
            KeyHandle key = handle(imported(material));
            for (byte[] plaintext : plaintexts()) {
                byte[] associated = data().message();
                SealedText here = cipher().encrypt(key, algorithm, secret(plaintext), associated);
                assertThat(IndependentCiphers.decrypt(material, algorithm, here, associated))
                        .as(data().toString())
                        .isEqualTo(plaintext);

                SealedText elsewhere = IndependentCiphers.encrypt(
                        material, algorithm, data().bytes(algorithm.ivBytes()), plaintext, associated);
                assertSecret(cipher().decrypt(key, algorithm, elsewhere, associated), plaintext);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ContentEncryptionAlgorithm.class)
    default void encrypt_manyTimes_neverTheSameVectorNorCiphertext(ContentEncryptionAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        KeyHandle key = handle(sharedEncryptionKey(specFor(algorithm)));
        byte[] plaintext = data().bytes(32);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ENCRYPTIONS_FOR_IV; i++) {
            SealedText sealed = cipher().encrypt(key, algorithm, secret(plaintext), new byte[0]);
            seen.add(HexFormat.of().formatHex(sealed.iv()));
            seen.add(HexFormat.of().formatHex(sealed.ciphertext()));
        }
        int vectors = sealsAsPublished() ? ENCRYPTIONS_FOR_IV : 1;
        assertThat(seen).as(data().toString()).hasSize(ENCRYPTIONS_FOR_IV + vectors);
    }

    @ParameterizedTest
    @EnumSource(ContentEncryptionAlgorithm.class)
    default void decrypt_anythingChanged_refusedWithoutReason(ContentEncryptionAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        KeyHandle key = handle(sharedEncryptionKey(specFor(algorithm)));
        byte[] associated = data().bytes(40);
        byte[] plaintext = data().bytes(40);
        SealedText right = cipher().encrypt(key, algorithm, secret(plaintext), associated);

        for (byte[] other : variations(right.ciphertext())) {
            assertRefused("ciphertext", key, algorithm, new SealedText(other, right.iv(), right.tag()), associated);
        }
        for (byte[] other : variations(right.iv())) {
            assertRefused("iv", key, algorithm, new SealedText(right.ciphertext(), other, right.tag()), associated);
        }
        for (byte[] other : variations(right.tag())) {
            assertRefused("tag", key, algorithm, new SealedText(right.ciphertext(), right.iv(), other), associated);
        }
        for (byte[] other : variations(associated)) {
            assertRefused("associated", key, algorithm, right, other);
        }
        assertSecret(cipher().decrypt(key, algorithm, right, associated), plaintext);
    }

    /** What is beside the plaintext must not be able to move into the ciphertext, nor the reverse. */
    @ParameterizedTest
    @EnumSource(ContentEncryptionAlgorithm.class)
    default void decrypt_bytesMovedBetweenParts_refusedWithoutReason(ContentEncryptionAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        KeyHandle key = handle(sharedEncryptionKey(specFor(algorithm)));
        byte[] associated = data().bytes(32);
        SealedText right = cipher().encrypt(key, algorithm, secret(data().bytes(40)), associated);
        byte[] longer = Arrays.copyOf(associated, associated.length + right.iv().length);
        System.arraycopy(right.iv(), 0, longer, associated.length, right.iv().length);
        byte[] nextIv = Arrays.copyOf(right.ciphertext(), right.iv().length);
        byte[] rest = Arrays.copyOfRange(right.ciphertext(), nextIv.length, right.ciphertext().length);

        assertRefused("moved", key, algorithm, new SealedText(rest, nextIv, right.tag()), longer);
        assertRefused("swapped", key, algorithm, new SealedText(right.tag(), right.iv(), right.tag()), associated);
    }

    @ParameterizedTest
    @EnumSource(ContentEncryptionAlgorithm.class)
    default void decrypt_anotherKeyOrAlgorithm_refusedWithoutReason(ContentEncryptionAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        KeySpec spec = specFor(algorithm);
        KeyHandle key = handle(sharedEncryptionKey(spec));
        SealedText right = cipher().encrypt(key, algorithm, secret(data().bytes(40)), new byte[0]);
        if (can(ProviderOperation.GENERATE_KEY, spec)) {
            assertRefused("key", handle(provider().generate(newKey(spec, KeyUse.ENC))), algorithm, right, new byte[0]);
        }
        for (ContentEncryptionAlgorithm other : ContentEncryptionAlgorithm.values()) {
            if (other != algorithm && other.fits(spec) && can().supports(ProviderOperation.DECRYPT, other)) {
                assertRefused("algorithm " + other, key, other, right, new byte[0]);
            }
        }
    }

    private void assertRefused(
            String as, KeyHandle key, ContentEncryptionAlgorithm algorithm, SealedText sealed, byte[] associated) {
        assertUndecipherable(as, () -> cipher().decrypt(key, algorithm, sealed, associated));
    }

    @ParameterizedTest
    @EnumSource(ContentEncryptionAlgorithm.class)
    default void encrypt_keyOfAnotherKind_refused(ContentEncryptionAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        SealedText sealed = cipher().encrypt(
                        handle(sharedEncryptionKey(specFor(algorithm))),
                        algorithm,
                        secret(data().bytes(40)),
                        new byte[0]);
        for (KeySpec spec : unfitFor(algorithm)) {
            KeyHandle key = handle(sharedKey(spec));
            assertInvalid(
                    "encrypting with " + spec,
                    () -> cipher().encrypt(key, algorithm, secret(data().message()), new byte[0]));
            assertInvalid("decrypting with " + spec, () -> cipher().decrypt(key, algorithm, sealed, new byte[0]));
        }
    }

    @ParameterizedTest
    @EnumSource(ContentEncryptionAlgorithm.class)
    default void encrypt_strangersOrUnknownKey_notFound(ContentEncryptionAlgorithm algorithm) {
        if (isUndeclared(algorithm)) {
            return;
        }
        ProviderKey key = sharedEncryptionKey(specFor(algorithm));
        SealedText sealed = cipher().encrypt(handle(key), algorithm, secret(data().bytes(40)), new byte[0]);
        for (KeyHandle handle : List.of(strangersHandle(key), unknownHandle())) {
            assertNotFound(() -> cipher().encrypt(handle, algorithm, secret(data().message()), new byte[0]));
            assertNotFound(() -> cipher().decrypt(handle, algorithm, sealed, new byte[0]));
        }
    }

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.EncryptionAnswer#content")
    default void decrypt_publishedCiphertext_publishedPlaintext(EncryptionAnswer known) {
        ContentEncryptionAlgorithm algorithm = ContentEncryptionAlgorithm.valueOf(known.text("algorithm"));
        try (PrivateKeyMaterial material = known.key()) {
            if (isUndeclared(algorithm) || !sealsAsPublished() || !canImport(material.spec())) {
                return;
            }
            KeyHandle key = handle(imported(material));
            SealedText sealed = new SealedText(known.bytes("ciphertext"), known.bytes("iv"), known.bytes("tag"));

            assertSecret(cipher().decrypt(key, algorithm, sealed, known.bytes("associated")), known.bytes("plaintext"));
        }
    }
}
