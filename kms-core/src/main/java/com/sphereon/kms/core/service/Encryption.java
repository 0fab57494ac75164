package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyDerivation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import java.util.List;
import java.util.Optional;

/**
 * Encrypts content, wraps keys and agrees upon secrets for a tenant; nothing is answered before it is recorded. Safe for use by
 * many threads.
 *
 * <p>Every method throws {@link InvalidRequestException} when there is no such key, or key and algorithm do not fit together;
 * {@link ConflictException} when the state of the key does not allow it, now and not only as it was when the key was last
 * read; {@link UnsupportedException} when the provider cannot do it; and {@link UnavailableException} when provider or audit
 * log cannot be reached. An alias stands for one version, the ACTIVE one; no other is tried instead. No keys are made here, since no
 * duty encrypts. Secrets that are given stay the caller's to close; those that are returned become it.
 */
public final class Encryption {
    private final KeyUses uses;
    private final PublicKeys publicKeys;
    private final AuditTrail trail;

    Encryption(KeyUses uses, PublicKeys publicKeys, AuditTrail trail) {
        this.uses = uses;
        this.publicKeys = publicKeys;
        this.trail = trail;
    }

    /** Encrypts content; {@code associated} is authenticated beside it. */
    public KeyResult<SealedText> encrypt(
            Caller caller,
            KeySelection selection,
            ContentEncryptionAlgorithm algorithm,
            SecretBytes plaintext,
            byte[] associated) {
        return withoutDigest(
                caller,
                selection,
                new CipherCall<>(
                        CipherOperation.ENCRYPT,
                        algorithm,
                        (cipher, version) -> requireShape(
                                cipher.encrypt(KeyHandle.of(version), algorithm, plaintext, associated),
                                algorithm,
                                version),
                        unused -> {}));
    }

    /** Decrypts content. Whatever is wrong with it, {@link InvalidRequestException} says the same. */
    public KeyResult<SecretBytes> decrypt(
            Caller caller,
            KeySelection selection,
            ContentEncryptionAlgorithm algorithm,
            SealedText sealed,
            byte[] associated) {
        return withDigest(
                caller,
                selection,
                sealed.ciphertext(),
                new CipherCall<>(
                        CipherOperation.DECRYPT,
                        algorithm,
                        (cipher, version) -> cipher.decrypt(KeyHandle.of(version), algorithm, sealed, associated),
                        SecretBytes::close));
    }

    /** Encrypts a key. */
    public KeyResult<byte[]> wrap(
            Caller caller, KeySelection selection, KeyWrapAlgorithm algorithm, SecretBytes keyToWrap) {
        return withoutDigest(
                caller,
                selection,
                new CipherCall<>(
                        CipherOperation.WRAP,
                        algorithm,
                        (cipher, version) -> {
                            algorithm.requireWrappable(version.parameters().spec(), keyToWrap.length());
                            return cipher.wrap(KeyHandle.of(version), algorithm, keyToWrap);
                        },
                        unused -> {}));
    }

    /** Decrypts a key. Whatever is wrong with it, {@link InvalidRequestException} says the same. */
    public KeyResult<SecretBytes> unwrap(
            Caller caller, KeySelection selection, KeyWrapAlgorithm algorithm, byte[] wrappedKey) {
        return withDigest(
                caller,
                selection,
                wrappedKey,
                new CipherCall<>(
                        CipherOperation.UNWRAP,
                        algorithm,
                        (cipher, version) -> cipher.unwrap(KeyHandle.of(version), algorithm, wrappedKey),
                        SecretBytes::close));
    }

    /**
     * Agrees upon a secret with the owner of a public key.
     *
     * @param publicKey shown, or one of the tenant's
     */
    public KeyResult<SecretBytes> agree(
            Caller caller, KeySelection selection, KeySelection publicKey, KeyDerivation derivation) {
        ResolveKey wish = new ResolveKey(publicKey, Optional.empty(), List.of(), List.of(), false);
        return withoutDigest(
                caller,
                selection,
                new CipherCall<>(
                        CipherOperation.AGREE,
                        derivation.algorithm(),
                        (cipher, version) -> {
                            PublicKeyMaterial peer =
                                    publicKeys.resolve(caller.looking(), wish).publicKey();
                            return agreed(cipher, version, peer, derivation);
                        },
                        SecretBytes::close));
    }

    private static SecretBytes agreed(
            KeyCipher cipher, KeyReference version, PublicKeyMaterial peer, KeyDerivation derivation) {
        if (!peer.spec().equals(version.parameters().spec())) {
            throw new InvalidRequestException(
                    "publicKeyInfo is a key of type %s; key '%s' of type %s agrees with its own kind only"
                            .formatted(
                                    peer.spec(),
                                    version.kid(),
                                    version.parameters().spec()));
        }
        try (SecretBytes secret = cipher.agree(KeyHandle.of(version), peer)) {
            return derivation.apply(secret);
        }
    }

    /**
     * What goes in here is secret and may be short, and a digest of it would let anybody who reads the log find it by trying. So
     * none is recorded.
     */
    private <R> KeyResult<R> withoutDigest(Caller caller, KeySelection selection, CipherCall<R> call) {
        AuditTarget target = selection.target().with(call.algorithm());
        return uses.use(
                caller.looking(), selection, trail.use(caller, call.operation().recordedAs(), target), call);
    }

    /** What goes in here is no secret: its digest says what was opened. */
    private <R> KeyResult<R> withDigest(Caller caller, KeySelection selection, byte[] input, CipherCall<R> call) {
        AuditTarget target = selection.target().with(call.algorithm());
        return uses.use(
                caller.looking(), selection, trail.use(caller, call.operation().recordedAs(), target, input), call);
    }

    /** What has another form could not be decrypted anywhere, so it is caught here whatever the backend. */
    private static SealedText requireShape(
            SealedText sealed, ContentEncryptionAlgorithm algorithm, KeyReference version) {
        if (sealed.iv().length != algorithm.ivBytes() || sealed.tag().length != algorithm.tagBytes()) {
            throw new ProviderFailedException(
                    "Provider %s answered with an iv of %d and a tag of %d bytes, which is not %s"
                            .formatted(version.provider(), sealed.iv().length, sealed.tag().length, algorithm),
                    null);
        }
        return sealed;
    }
}
