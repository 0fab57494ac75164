package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.Algorithm;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.provider.remote.RemoteCall;
import com.sphereon.kms.provider.remote.RemoteCalls;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.provider.remote.Repeat;
import com.sphereon.kms.wire.Base64Text;
import com.sphereon.kms.wire.DecryptRequest;
import com.sphereon.kms.wire.DecryptResponse;
import com.sphereon.kms.wire.EncryptRequest;
import com.sphereon.kms.wire.EncryptResponse;
import com.sphereon.kms.wire.KeyAgreementRequest;
import com.sphereon.kms.wire.KeyAgreementResponse;
import com.sphereon.kms.wire.KeyInfo;
import com.sphereon.kms.wire.UnwrapKeyRequest;
import com.sphereon.kms.wire.UnwrapKeyResponse;
import com.sphereon.kms.wire.WrapKeyRequest;
import com.sphereon.kms.wire.WrapKeyResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What keys at another KMS do besides signing, where it says that they do. */
final class RestKeyCipher implements KeyCipher {
    private static final String ROOT = "encryption";

    private final ProviderId id;
    private final RemoteProvider holder;
    private final RemoteKms kms;
    private final RemoteCalls calls;

    RestKeyCipher(ProviderId id, RemoteProvider holder, RemoteKms kms, RemoteCalls calls) {
        this.id = id;
        this.holder = holder;
        this.kms = kms;
        this.calls = calls;
    }

    @Override
    public SealedText encrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SecretBytes plaintext, byte[] associated) {
        requireDeclared(ProviderOperation.ENCRYPT, algorithm);
        KeyInfo named = named(key, "encrypt");
        EncryptRequest request =
                new EncryptRequest(named, plaintext.expose(Base64Text::encode), algorithm.name(), orNone(associated));
        return calls.call("encrypt", Repeat.SAFE, deadline -> {
            EncryptResponse answer =
                    kms.use(holder.id(), key, request, EncryptResponse.class, deadline, ROOT, "encrypt");
            AnsweredUse.requireAbout(key, answer.kid());
            return new SealedText(
                    AnsweredUse.bytes(answer.ciphertext()),
                    AnsweredUse.bytes(answer.iv(), algorithm.ivBytes()),
                    AnsweredUse.bytes(answer.authTag(), algorithm.tagBytes()));
        });
    }

    @Override
    public SecretBytes decrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SealedText sealed, byte[] associated) {
        requireDeclared(ProviderOperation.DECRYPT, algorithm);
        DecryptRequest request = new DecryptRequest(
                named(key, "decrypt"),
                Base64Text.encode(sealed.ciphertext()),
                algorithm.name(),
                Base64Text.encode(sealed.iv()),
                Base64Text.encode(sealed.tag()),
                orNone(associated));
        return undone("decrypt", deadline -> {
            DecryptResponse answer =
                    kms.use(holder.id(), key, request, DecryptResponse.class, deadline, ROOT, "decrypt");
            AnsweredUse.requireAbout(key, answer.kid());
            return AnsweredUse.secret(answer.plaintext());
        });
    }

    @Override
    public byte[] wrap(KeyHandle key, KeyWrapAlgorithm algorithm, SecretBytes keyToWrap) {
        requireDeclared(ProviderOperation.WRAP_KEY, algorithm);
        WrapKeyRequest request =
                new WrapKeyRequest(named(key, "wrap"), keyToWrap.expose(Base64Text::encode), algorithm.name());
        return calls.call("wrap", Repeat.SAFE, deadline -> {
            WrapKeyResponse answer = kms.use(holder.id(), key, request, WrapKeyResponse.class, deadline, ROOT, "wrap");
            AnsweredUse.requireAbout(key, answer.kid());
            return AnsweredUse.bytes(answer.wrappedKey());
        });
    }

    @Override
    public SecretBytes unwrap(KeyHandle key, KeyWrapAlgorithm algorithm, byte[] wrappedKey) {
        requireDeclared(ProviderOperation.UNWRAP_KEY, algorithm);
        UnwrapKeyRequest request =
                new UnwrapKeyRequest(named(key, "unwrap"), Base64Text.encode(wrappedKey), algorithm.name());
        return undone("unwrap", deadline -> {
            UnwrapKeyResponse answer =
                    kms.use(holder.id(), key, request, UnwrapKeyResponse.class, deadline, ROOT, "unwrap");
            AnsweredUse.requireAbout(key, answer.kid());
            return AnsweredUse.secret(answer.unwrappedKey());
        });
    }

    /** That the other KMS refuses to decrypt something must not be told from any other reason why it does not decrypt. */
    private SecretBytes undone(String operation, RemoteCall<SecretBytes> call) {
        Optional<SecretBytes> secret = calls.call(operation, Repeat.SAFE, deadline -> {
            try {
                return Optional.of(call.make(deadline));
            } catch (RemoteFailure failure) {
                if (failure.kind() == Kind.INVALID) {
                    return Optional.empty();
                }
                throw failure;
            }
        });
        return secret.orElseThrow(KeyCipher::undecipherable);
    }

    @Override
    public SecretBytes agree(KeyHandle key, PublicKeyMaterial publicKey) {
        if (holder.capabilities().encryption().agreement().isEmpty()) {
            throw new UnsupportedException("Provider %s does not support KEY_AGREEMENT".formatted(id));
        }
        Curve curve = curve(publicKey);
        // Without a length the secret itself is asked for, from which the core derives keys.
        KeyAgreementRequest request = new KeyAgreementRequest(
                named(key, "agree"),
                WireKeys.shown(publicKey),
                KeyAgreementAlgorithm.ECDH_ES.name(),
                null,
                null,
                null,
                null);
        return calls.call("agree", Repeat.SAFE, deadline -> {
            KeyAgreementResponse answer =
                    kms.use(holder.id(), key, request, KeyAgreementResponse.class, deadline, ROOT, "key-agreement");
            AnsweredUse.requireAbout(key, answer.kid());
            return AnsweredUse.shared(curve, answer.sharedSecret());
        });
    }

    private static Curve curve(PublicKeyMaterial publicKey) {
        return switch (publicKey.spec()) {
            case KeySpec.Ec ec -> ec.curve();
            case KeySpec.Okp okp -> okp.curve();
            case KeySpec.Rsa rsa -> throw noCurve(rsa);
            case KeySpec.Oct oct -> throw noCurve(oct);
        };
    }

    private static InvalidRequestException noCurve(KeySpec spec) {
        return new InvalidRequestException("a key of type %s agrees upon nothing".formatted(spec));
    }

    private void requireDeclared(ProviderOperation operation, Algorithm algorithm) {
        if (!holder.capabilities().supports(operation, algorithm)) {
            throw new UnsupportedException(
                    "Provider %s does not support %s with %s".formatted(id, operation, algorithm.name()));
        }
    }

    /** In the words of a backend that has no such key, where it cannot have one. */
    private KeyInfo named(KeyHandle key, String operation) {
        if (!WireKeys.isIdentifier(key.providerKeyId())) {
            throw new NotFoundException("Provider %s: %s failed: the backend has no such key".formatted(id, operation));
        }
        return WireKeys.named(holder.id(), key.providerKeyId());
    }

    private static @Nullable String orNone(byte[] associated) {
        return associated.length == 0 ? null : Base64Text.encode(associated);
    }
}
