package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Algorithm;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the parts of the contract that are about encryption work with. */
interface EncryptionFixture extends ProviderFixture {

    /** A key of that kind for encryption, which the tests share. */
    ProviderKey sharedEncryptionKey(KeySpec spec);

    default KeyCipher cipher() {
        return provider().cipher().orElseThrow(() -> new AssertionError("nothing encrypts, though it is declared"));
    }

    /**
     * Whether what is sealed has the form its standard says, so that whoever has the key can open it. A backend whose keys never
     * leave it may have a form of its own: then all of it is the ciphertext, and iv and tag are zeros.
     */
    boolean sealsAsPublished();

    /**
     * Whether the tests of an algorithm have nothing to test: then it must be refused as unsupported, if there is anything at all
     * that could refuse it.
     */
    default boolean isUndeclared(ProviderOperation operation, Algorithm algorithm, ThrowingCallable... calls) {
        if (can().supports(operation, algorithm)) {
            return false;
        }
        if (provider().cipher().isPresent()) {
            for (ThrowingCallable call : calls) {
                assertUnsupported(call);
            }
        }
        return true;
    }

    /** A kind of key that is declared and fits the algorithm. */
    default KeySpec specFor(Algorithm algorithm) {
        return SampleKeys.specs().stream()
                .filter(spec -> can().keys().contains(spec) && algorithm.fits(spec))
                .findFirst()
                .orElseThrow(() -> new AssertionError(algorithm.name() + " is declared, but no kind of key it fits"));
    }

    /** Declared kinds of keys that do not fit the algorithm. */
    default List<KeySpec> unfitFor(Algorithm algorithm) {
        return SampleKeys.specs().stream()
                .filter(spec -> can(ProviderOperation.GENERATE_KEY, spec) && !algorithm.fits(spec))
                .toList();
    }

    /** Any key at all, for what is refused before a key matters. */
    default KeyHandle anyHandle() {
        return handle(sharedKey(anySigningSpec()));
    }

    /** A handle nobody has made. */
    default KeyHandle unknownHandle() {
        return new KeyHandle(tenant(), UUID.randomUUID().toString());
    }

    /** The handle a stranger would try. */
    default KeyHandle strangersHandle(ProviderKey key) {
        return new KeyHandle(stranger(), key.providerKeyId());
    }

    /** The key at the provider. */
    default ProviderKey imported(PrivateKeyMaterial material) {
        return provider().importKey(newKey(material.spec(), KeyUse.ENC), material);
    }

    default boolean canImport(KeySpec spec) {
        return can(ProviderOperation.IMPORT_KEY, spec);
    }

    /** A secret; tests need not wipe theirs. */
    default SecretBytes secret(byte[] octets) {
        return SecretBytes.copyOf(octets);
    }

    default byte[] octets(SecretBytes secret) {
        return secret.expose(byte[]::clone);
    }

    /** Each in another way: cut, extended, empty, one bit changed. */
    default List<byte[]> variations(byte[] original) {
        return Stream.of(
                        data().withFlippedBit(original),
                        Arrays.copyOf(original, original.length - 1),
                        Arrays.copyOfRange(original, 1, original.length),
                        Arrays.copyOf(original, original.length + 1),
                        Arrays.copyOf(original, original.length + 16),
                        Arrays.copyOf(original, original.length / 2),
                        new byte[original.length],
                        new byte[0])
                .filter(other -> !Arrays.equals(other, original))
                .toList();
    }

    /** It does not decrypt, and the refusal does not tell why. */
    default void assertUndecipherable(String as, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .as("%s, %s", as, data())
                .isThrownBy(call)
                .withMessage(KeyCipher.undecipherable().getMessage())
                .withNoCause();
    }

    default void assertInvalid(String as, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .as("%s, %s", as, data())
                .isThrownBy(call);
    }

    default void assertSecret(SecretBytes actual, byte[] expected) {
        assertThat(octets(actual)).as(data().toString()).isEqualTo(expected);
    }
}
