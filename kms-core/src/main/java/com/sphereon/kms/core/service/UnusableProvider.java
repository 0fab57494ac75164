package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Stands where a provider cannot be made: everything is answered with 503 until somebody mends it.
 *
 * @param name what it is called in messages
 * @param reason why, as the sentence goes on after the name; for operators, not for those who call
 */
record UnusableProvider(String name, String reason) implements KeyProvider {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private UnavailableException unavailable() {
        return new UnavailableException(
                        "Provider %s cannot be used now".formatted(name),
                        RETRY_AFTER,
                        new IllegalStateException(reason))
                .nothingBegun();
    }

    @Override
    public Capabilities capabilities() {
        throw unavailable();
    }

    /** Whether or not what it stands for is: nothing of it is believed. */
    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public ProviderKey generate(NewKey key) {
        throw unavailable();
    }

    @Override
    public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
        throw unavailable();
    }

    @Override
    public ProviderKey describe(KeyHandle key) {
        throw unavailable();
    }

    @Override
    public byte[] sign(KeyHandle key, SigningInput input) {
        throw unavailable();
    }

    @Override
    public Optional<KeyCipher> cipher() {
        throw unavailable();
    }

    @Override
    public void delete(KeyHandle key) {
        throw unavailable();
    }

    @Override
    public void discard(NewKey key) {
        throw unavailable();
    }

    @Override
    public Health health() {
        return new Health.Down(reason);
    }

    @Override
    public void close() {}
}
