package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeyDerivation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.service.KeyResult;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between encryption, key wrapping and key agreement and their schemas. */
public final class EncryptionMapping {
    private static final byte[] NOTHING = {};

    private EncryptionMapping() {}

    /** @throws InvalidRequestException when the name is missing or unknown */
    public static ContentEncryptionAlgorithm content(@Nullable String name) {
        return algorithm(name, ContentEncryptionAlgorithm.class);
    }

    /** @throws InvalidRequestException when the name is missing or unknown */
    public static KeyWrapAlgorithm wrapping(@Nullable String name) {
        return algorithm(name, KeyWrapAlgorithm.class);
    }

    private static <E extends Enum<E>> E algorithm(@Nullable String name, Class<E> type) {
        return Members.constant("algorithm", Members.require("algorithm", name), type, Enum::name);
    }

    /**
     * A secret, which the caller closes.
     *
     * @throws InvalidRequestException when it is missing or not Base64
     */
    public static SecretBytes secret(String field, @Nullable String text) {
        byte[] octets = Base64Text.decode(field, text);
        try {
            return SecretBytes.copyOf(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /**
     * Bytes that may be missing; then there are none.
     *
     * @throws InvalidRequestException when they are not Base64
     */
    public static byte[] optional(String field, @Nullable String text) {
        return text == null ? NOTHING : Base64Text.decode(field, text);
    }

    /** @throws InvalidRequestException when a part is missing or not Base64 */
    public static SealedText sealed(DecryptRequest request) {
        return new SealedText(
                Base64Text.decode("ciphertext", request.ciphertext()),
                Base64Text.decode("iv", request.iv()),
                Base64Text.decode("authTag", request.authTag()));
    }

    /** @throws InvalidRequestException when the members contradict each other */
    public static KeyDerivation derivation(KeyAgreementRequest request) {
        return KeyDerivation.of(
                algorithm(request.algorithm(), KeyAgreementAlgorithm.class),
                Optional.ofNullable(request.keyDataLen()),
                Members.optionalConstant("enc", request.enc(), ContentEncryptionAlgorithm.class, Enum::name),
                optional("apu", request.apu()),
                optional("apv", request.apv()));
    }

    /** What was encrypted, and with which version of the key. */
    public static EncryptResponse encrypted(KeyResult<SealedText> encrypted) {
        return new EncryptResponse(
                Base64Text.encode(encrypted.result().ciphertext()),
                Base64Text.encode(encrypted.result().iv()),
                Base64Text.encode(encrypted.result().tag()),
                encrypted.version().kid().value(),
                encrypted.version().name().version());
    }

    /** What was wrapped, and with which version of the key. */
    public static WrapKeyResponse wrapped(KeyResult<byte[]> wrapped) {
        return new WrapKeyResponse(
                Base64Text.encode(wrapped.result()),
                wrapped.version().kid().value(),
                wrapped.version().name().version());
    }

    /** What was decrypted, with which version of the key, and what that is worth. */
    public static DecryptResponse decrypted(KeyResult<SecretBytes> decrypted) {
        KeyReference version = decrypted.version();
        return new DecryptResponse(
                text(decrypted),
                version.kid().value(),
                version.name().version(),
                version.state().name(),
                compromised(version));
    }

    /** What was unwrapped, with which version of the key, and what that is worth. */
    public static UnwrapKeyResponse unwrapped(KeyResult<SecretBytes> unwrapped) {
        KeyReference version = unwrapped.version();
        return new UnwrapKeyResponse(
                text(unwrapped),
                version.kid().value(),
                version.name().version(),
                version.state().name(),
                compromised(version));
    }

    /** What was agreed upon, with which version of the key, and what that is worth. */
    public static KeyAgreementResponse agreed(KeyResult<SecretBytes> agreed) {
        KeyReference version = agreed.version();
        return new KeyAgreementResponse(
                text(agreed),
                version.kid().value(),
                version.name().version(),
                version.state().name(),
                compromised(version));
    }

    private static String text(KeyResult<SecretBytes> secret) {
        return secret.result().expose(Base64Text::encode);
    }

    private static @Nullable Boolean compromised(KeyReference version) {
        return version.lifecycle().isCompromised() ? Boolean.TRUE : null;
    }
}
