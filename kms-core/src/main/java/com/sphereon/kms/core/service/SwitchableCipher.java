package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import java.util.function.Function;

/** What a {@link SwitchableProvider} does besides signing; each call is one to the provider. */
record SwitchableCipher(SwitchableProvider provider) implements KeyCipher {

    /** Settings may have been changed since the caller asked what the provider can do. */
    private <T> T call(Function<KeyCipher, T> call) {
        return provider.call(current -> call.apply(current.cipher()
                .orElseThrow(() -> new UnsupportedException("The provider was changed and encrypts no more"))));
    }

    @Override
    public SealedText encrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SecretBytes plaintext, byte[] associated) {
        return call(cipher -> cipher.encrypt(key, algorithm, plaintext, associated));
    }

    @Override
    public SecretBytes decrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SealedText sealed, byte[] associated) {
        return call(cipher -> cipher.decrypt(key, algorithm, sealed, associated));
    }

    @Override
    public byte[] wrap(KeyHandle key, KeyWrapAlgorithm algorithm, SecretBytes keyToWrap) {
        return call(cipher -> cipher.wrap(key, algorithm, keyToWrap));
    }

    @Override
    public SecretBytes unwrap(KeyHandle key, KeyWrapAlgorithm algorithm, byte[] wrappedKey) {
        return call(cipher -> cipher.unwrap(key, algorithm, wrappedKey));
    }

    @Override
    public SecretBytes agree(KeyHandle key, PublicKeyMaterial publicKey) {
        return call(cipher -> cipher.agree(key, publicKey));
    }
}
