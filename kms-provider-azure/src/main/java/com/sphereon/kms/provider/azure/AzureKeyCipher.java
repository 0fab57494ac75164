package com.sphereon.kms.provider.azure;

import com.azure.core.util.Context;
import com.azure.security.keyvault.keys.cryptography.models.DecryptParameters;
import com.azure.security.keyvault.keys.cryptography.models.DecryptResult;
import com.azure.security.keyvault.keys.cryptography.models.EncryptParameters;
import com.azure.security.keyvault.keys.cryptography.models.EncryptResult;
import com.azure.security.keyvault.keys.cryptography.models.UnwrapResult;
import com.azure.security.keyvault.keys.cryptography.models.WrapResult;
import com.sphereon.kms.core.model.Algorithm;
import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.provider.azure.HeldKeys.Usable;
import com.sphereon.kms.provider.remote.RemoteCalls;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.provider.remote.Repeat;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Encrypts and wraps in the vault; even what needs no more than a public key, so that it is the vault that allows it. */
final class AzureKeyCipher implements KeyCipher {
    private final Capabilities capabilities;
    private final RemoteCalls calls;
    private final Vault vault;
    private final HeldKeys keys;

    AzureKeyCipher(Capabilities capabilities, RemoteCalls calls, Vault vault, HeldKeys keys) {
        this.capabilities = capabilities;
        this.calls = calls;
        this.vault = vault;
        this.keys = keys;
    }

    @Override
    public SealedText encrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SecretBytes plaintext, byte[] associated) {
        requireDeclared(ProviderOperation.ENCRYPT, algorithm);
        return calls.call("encrypt", Repeat.SAFE, deadline -> {
            Usable usable = usable(key, algorithm);
            EncryptResult result = plaintext.expose(octets -> vault.compute(
                    usable.version(),
                    client -> client.encrypt(parameters(algorithm, octets, associated), Context.NONE)));
            vault.requireAbout(usable.version(), result.getKeyId());
            return new SealedText(
                    orEmpty(result.getCipherText()),
                    ofLength(result.getIv(), algorithm.ivBytes()),
                    ofLength(result.getAuthenticationTag(), algorithm.tagBytes()));
        });
    }

    private static EncryptParameters parameters(
            ContentEncryptionAlgorithm algorithm, byte[] plaintext, byte[] associated) {
        return switch (algorithm) {
            case A128GCM -> EncryptParameters.createA128GcmParameters(plaintext, associated);
            case A192GCM -> EncryptParameters.createA192GcmParameters(plaintext, associated);
            case A256GCM -> EncryptParameters.createA256GcmParameters(plaintext, associated);
            case A128CBC_HS256, A192CBC_HS384, A256CBC_HS512 -> throw undeclared(algorithm);
        };
    }

    @Override
    public SecretBytes decrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SealedText sealed, byte[] associated) {
        requireDeclared(ProviderOperation.DECRYPT, algorithm);
        boolean lengthsFit = sealed.iv().length == algorithm.ivBytes() && sealed.tag().length == algorithm.tagBytes();
        return secret("decrypt", key, algorithm, usable -> {
            if (!lengthsFit) {
                return Optional.empty();
            }
            DecryptResult result = vault.compute(
                    usable.version(),
                    client -> client.decrypt(parameters(algorithm, sealed, associated), Context.NONE));
            vault.requireAbout(usable.version(), result.getKeyId());
            return Optional.of(orEmpty(result.getPlainText()));
        });
    }

    private static DecryptParameters parameters(
            ContentEncryptionAlgorithm algorithm, SealedText sealed, byte[] associated) {
        return switch (algorithm) {
            case A128GCM ->
                DecryptParameters.createA128GcmParameters(sealed.ciphertext(), sealed.iv(), sealed.tag(), associated);
            case A192GCM ->
                DecryptParameters.createA192GcmParameters(sealed.ciphertext(), sealed.iv(), sealed.tag(), associated);
            case A256GCM ->
                DecryptParameters.createA256GcmParameters(sealed.ciphertext(), sealed.iv(), sealed.tag(), associated);
            case A128CBC_HS256, A192CBC_HS384, A256CBC_HS512 -> throw undeclared(algorithm);
        };
    }

    @Override
    public byte[] wrap(KeyHandle key, KeyWrapAlgorithm algorithm, SecretBytes keyToWrap) {
        requireDeclared(ProviderOperation.WRAP_KEY, algorithm);
        return calls.call("wrap", Repeat.SAFE, deadline -> {
            Usable usable = usable(key, algorithm);
            requireWrappable(usable, algorithm, keyToWrap);
            WrapResult result = keyToWrap.expose(octets -> vault.compute(
                    usable.version(), client -> client.wrapKey(translated(algorithm), octets, Context.NONE)));
            vault.requireAbout(usable.version(), result.getKeyId());
            return Optional.ofNullable(result.getEncryptedKey())
                    .filter(wrapped -> wrapped.length > 0)
                    .orElseThrow(() -> RemoteFailure.of(Kind.UNEXPECTED, "the answer has no wrapped key"));
        });
    }

    private static void requireWrappable(Usable usable, KeyWrapAlgorithm algorithm, SecretBytes keyToWrap) {
        try {
            algorithm.requireWrappable(usable.key().spec(), keyToWrap.length());
        } catch (InvalidRequestException e) {
            throw RemoteFailure.of(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public SecretBytes unwrap(KeyHandle key, KeyWrapAlgorithm algorithm, byte[] wrappedKey) {
        requireDeclared(ProviderOperation.UNWRAP_KEY, algorithm);
        return secret("unwrap", key, algorithm, usable -> {
            UnwrapResult result = vault.compute(
                    usable.version(), client -> client.unwrapKey(translated(algorithm), wrappedKey, Context.NONE));
            vault.requireAbout(usable.version(), result.getKeyId());
            return Optional.of(orEmpty(result.getKey()));
        });
    }

    @Override
    public SecretBytes agree(KeyHandle key, PublicKeyMaterial publicKey) {
        throw new UnsupportedException("Azure has no key agreement");
    }

    /** That the vault refuses to decrypt something must not be told from any other reason why it does not decrypt. */
    private SecretBytes secret(
            String operation, KeyHandle key, Algorithm algorithm, Function<Usable, Optional<byte[]>> question) {
        Optional<SecretBytes> secret = calls.call(operation, Repeat.SAFE, deadline -> {
            Usable usable = usable(key, algorithm);
            try {
                return question.apply(usable).map(AzureKeyCipher::secretOf);
            } catch (RemoteFailure failure) {
                if (failure.kind() == Kind.INVALID) {
                    return Optional.empty();
                }
                throw failure;
            }
        });
        return secret.orElseThrow(KeyCipher::undecipherable);
    }

    /** The SDK's own copies, in its buffers, its parser and its results, stay until they are collected: it lends clones. */
    private static SecretBytes secretOf(byte[] octets) {
        SecretBytes secret = SecretBytes.copyOf(octets);
        Arrays.fill(octets, (byte) 0);
        return secret;
    }

    private Usable usable(KeyHandle key, Algorithm algorithm) {
        Usable usable = keys.use(key);
        if (!algorithm.fits(usable.key().spec())) {
            throw RemoteFailure.of(
                    Kind.INVALID,
                    "algorithm %s does not fit a key of type %s"
                            .formatted(algorithm.name(), usable.key().spec()));
        }
        return usable;
    }

    private void requireDeclared(ProviderOperation operation, Algorithm algorithm) {
        if (!capabilities.supports(operation, algorithm)) {
            throw undeclared(algorithm);
        }
    }

    private static UnsupportedException undeclared(Algorithm algorithm) {
        return new UnsupportedException("Azure does not offer %s here".formatted(algorithm.name()));
    }

    private static com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm translated(
            KeyWrapAlgorithm algorithm) {
        return com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm.fromString(algorithm.joseName());
    }

    private static byte[] ofLength(byte @Nullable [] part, int lengthBytes) {
        if (part == null || part.length != lengthBytes) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer has no iv or tag of the right length");
        }
        return part;
    }

    private static byte[] orEmpty(byte @Nullable [] part) {
        return part == null ? new byte[0] : part;
    }
}
