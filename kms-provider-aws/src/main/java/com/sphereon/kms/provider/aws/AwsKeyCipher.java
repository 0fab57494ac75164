package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.Algorithm;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.RemoteCalls;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.provider.remote.Repeat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DeriveSharedSecretRequest;
import software.amazon.awssdk.services.kms.model.DeriveSharedSecretResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;

/**
 * Encryption with keys in AWS KMS.
 *
 * <p>What a symmetric key encrypts, AWS gives out as one piece of its own form, in which nonce and tag are somewhere. It is the
 * whole ciphertext here, and the vectors beside it are zeros (contract 13.2). What is authenticated beside it goes to AWS as a
 * digest, because AWS writes it into its logs.
 */
final class AwsKeyCipher implements KeyCipher {
    /** The longest plaintext AWS encrypts with a symmetric key, in bytes. */
    static final int MAX_PLAINTEXT_BYTES = 4096;

    /** The longest ciphertext AWS takes, in bytes. */
    static final int MAX_CIPHERTEXT_BYTES = 6144;

    private static final String CONTEXT = "sphereon-aad-digest";
    private static final byte[] NO_IV = new byte[AwsAlgorithms.CONTENT.ivBytes()];
    private static final byte[] NO_TAG = new byte[AwsAlgorithms.CONTENT.tagBytes()];

    private final KmsBackend backend;
    private final RemoteCalls calls;
    private final TenantKeys keys;

    AwsKeyCipher(KmsBackend backend, RemoteCalls calls, TenantKeys keys) {
        this.backend = backend;
        this.calls = calls;
        this.keys = keys;
    }

    /** What AWS is asked to do, besides the key and the text. */
    private record Way(EncryptionAlgorithmSpec algorithm, Map<String, String> context) {
        static Way content(byte[] associated) {
            return new Way(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT, context(associated));
        }

        static Way wrapping(KeyWrapAlgorithm algorithm) {
            EncryptionAlgorithmSpec name = AwsAlgorithms.WRAPPING.get(algorithm);
            if (name == null) {
                throw new UnsupportedException("AWS KMS does not support %s".formatted(algorithm));
            }
            return new Way(name, Map.of());
        }

        private static Map<String, String> context(byte[] associated) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(associated);
                return Map.of(
                        CONTEXT,
                        "sha256:" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    @Override
    public SealedText encrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SecretBytes plaintext, byte[] associated) {
        requireDeclared(ProviderOperation.ENCRYPT, algorithm);
        byte[] ciphertext = calls.call(
                "encrypt",
                Repeat.SAFE,
                deadline -> keys.use(key, deadline, described -> {
                    requireFit(algorithm, described);
                    int length = plaintext.length();
                    if (length < 1 || length > MAX_PLAINTEXT_BYTES) {
                        throw RemoteFailure.of(
                                Kind.INVALID,
                                "plaintext has %d bytes; AWS KMS encrypts 1 to %d"
                                        .formatted(length, MAX_PLAINTEXT_BYTES));
                    }
                    return encrypted(described, Way.content(associated), plaintext, deadline);
                }));
        return new SealedText(ciphertext, NO_IV.clone(), NO_TAG.clone());
    }

    @Override
    public SecretBytes decrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SealedText sealed, byte[] associated) {
        requireDeclared(ProviderOperation.DECRYPT, algorithm);
        return calls.call(
                        "decrypt",
                        Repeat.SAFE,
                        deadline -> keys.use(key, deadline, described -> {
                            requireFit(algorithm, described);
                            int length = sealed.ciphertext().length;
                            boolean possible = length >= 1
                                    && length <= MAX_CIPHERTEXT_BYTES
                                    && Arrays.equals(sealed.iv(), NO_IV)
                                    && Arrays.equals(sealed.tag(), NO_TAG);
                            return possible
                                    ? decrypted(described, Way.content(associated), sealed.ciphertext(), deadline)
                                    : Optional.<SecretBytes>empty();
                        }))
                .orElseThrow(KeyCipher::undecipherable);
    }

    @Override
    public byte[] wrap(KeyHandle key, KeyWrapAlgorithm algorithm, SecretBytes keyToWrap) {
        Way way = Way.wrapping(algorithm);
        return calls.call(
                "wrap",
                Repeat.SAFE,
                deadline -> keys.use(key, deadline, described -> {
                    int modulusBytes = modulusBytes(algorithm, described);
                    requireWrappable(algorithm, described.spec(), keyToWrap.length());
                    byte[] wrapped = encrypted(described, way, keyToWrap, deadline);
                    if (wrapped.length != modulusBytes) {
                        throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is no wrapped key");
                    }
                    return wrapped;
                }));
    }

    @Override
    public SecretBytes unwrap(KeyHandle key, KeyWrapAlgorithm algorithm, byte[] wrappedKey) {
        Way way = Way.wrapping(algorithm);
        return calls.call(
                        "unwrap",
                        Repeat.SAFE,
                        deadline -> keys.use(key, deadline, described -> {
                            boolean possible = wrappedKey.length == modulusBytes(algorithm, described);
                            return possible
                                    ? decrypted(described, way, wrappedKey, deadline)
                                    : Optional.<SecretBytes>empty();
                        }))
                .orElseThrow(KeyCipher::undecipherable);
    }

    private static void requireWrappable(KeyWrapAlgorithm algorithm, KeySpec spec, int lengthBytes) {
        try {
            algorithm.requireWrappable(spec, lengthBytes);
        } catch (InvalidRequestException e) {
            throw RemoteFailure.of(Kind.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static int modulusBytes(KeyWrapAlgorithm algorithm, ProviderKey key) {
        requireFit(algorithm, key);
        return ((KeySpec.Rsa) key.spec()).sizeBits() / Byte.SIZE;
    }

    private byte[] encrypted(ProviderKey key, Way way, SecretBytes plaintext, Deadline deadline) {
        EncryptRequest request = plaintext.expose(octets -> EncryptRequest.builder()
                .keyId(key.providerKeyId())
                .encryptionAlgorithm(way.algorithm())
                .encryptionContext(way.context())
                .plaintext(SdkBytes.fromByteArray(octets))
                .build());
        try {
            EncryptResponse answer = backend.send(request, KmsClient::encrypt, deadline);
            KmsBackend.requireAbout(key.providerKeyId(), answer.keyId());
            KmsBackend.requireSame(way.algorithm(), answer.encryptionAlgorithm());
            if (answer.ciphertextBlob() == null) {
                throw RemoteFailure.of(Kind.UNEXPECTED, "the answer has no ciphertext");
            }
            return answer.ciphertextBlob().asByteArray();
        } finally {
            Arrays.fill(request.plaintext().asByteArrayUnsafe(), (byte) 0);
        }
    }

    /** Nothing when AWS cannot decrypt it. */
    private Optional<SecretBytes> decrypted(ProviderKey key, Way way, byte[] ciphertext, Deadline deadline) {
        DecryptRequest request = DecryptRequest.builder()
                .keyId(key.providerKeyId())
                .encryptionAlgorithm(way.algorithm())
                .encryptionContext(way.context())
                .ciphertextBlob(SdkBytes.fromByteArray(ciphertext))
                .build();
        Optional<DecryptResponse> answer = backend.send(request, AwsKeyCipher::decipher, deadline);
        answer.ifPresent(told -> {
            KmsBackend.requireAbout(key.providerKeyId(), told.keyId());
            KmsBackend.requireSame(way.algorithm(), told.encryptionAlgorithm());
        });
        return answer.map(told -> secret(told.plaintext()));
    }

    private static Optional<DecryptResponse> decipher(KmsClient client, DecryptRequest request) {
        try {
            return Optional.of(client.decrypt(request));
        } catch (InvalidCiphertextException | IncorrectKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public SecretBytes agree(KeyHandle key, PublicKeyMaterial publicKey) {
        return calls.call(
                "agree",
                Repeat.SAFE,
                deadline -> keys.use(key, deadline, described -> shared(described, publicKey, deadline)));
    }

    private SecretBytes shared(ProviderKey key, PublicKeyMaterial publicKey, Deadline deadline) {
        requireFit(KeyAgreementAlgorithm.ECDH_ES, key);
        if (!(publicKey instanceof PublicKeyMaterial.Ec point) || !point.spec().equals(key.spec())) {
            throw RemoteFailure.of(
                    Kind.INVALID,
                    "the public key is of type %s, the key of type %s".formatted(publicKey.spec(), key.spec()));
        }
        DeriveSharedSecretRequest request = DeriveSharedSecretRequest.builder()
                .keyId(key.providerKeyId())
                .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                .publicKey(SdkBytes.fromByteArray(PublicKeys.toDer(point)))
                .build();
        DeriveSharedSecretResponse answer = backend.send(request, KmsClient::deriveSharedSecret, deadline);
        KmsBackend.requireAbout(key.providerKeyId(), answer.keyId());
        KmsBackend.requireSame(request.keyAgreementAlgorithm(), answer.keyAgreementAlgorithm());
        SecretBytes secret = secret(answer.sharedSecret());
        if (secret.length() != point.curve().coordinateBytes()) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is no secret on the key's curve");
        }
        return secret;
    }

    private static SecretBytes secret(@Nullable SdkBytes bytes) {
        if (bytes == null) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer has no secret");
        }
        byte[] octets = bytes.asByteArrayUnsafe();
        try {
            return SecretBytes.copyOf(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static void requireDeclared(ProviderOperation operation, Algorithm algorithm) {
        if (!AwsAlgorithms.CAPABILITIES.supports(operation, algorithm)) {
            throw new UnsupportedException("AWS KMS does not support %s with %s".formatted(operation, algorithm));
        }
    }

    private static void requireFit(Algorithm algorithm, ProviderKey key) {
        if (!algorithm.fits(key.spec())) {
            throw RemoteFailure.of(
                    Kind.INVALID, "algorithm %s does not fit a key of type %s".formatted(algorithm, key.spec()));
        }
    }
}
