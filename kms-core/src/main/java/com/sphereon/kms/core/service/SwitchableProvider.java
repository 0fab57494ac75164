package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A provider whose settings can be changed while it is used: a call goes to the instance that is current when it begins,
 * and that one is closed only after the call has ended. Safe for use by many threads.
 */
final class SwitchableProvider implements KeyProvider {
    private volatile ProviderInstance current;

    /** Takes the provider over. */
    SwitchableProvider(KeyProvider first) {
        this.current = new ProviderInstance(first);
    }

    /** What the next call goes to; another object as soon as that is another provider. */
    Object instance() {
        return current;
    }

    /** Lets all calls that begin from now on go to another provider, and takes that over. */
    void switchTo(KeyProvider next) {
        ProviderInstance before = current;
        current = new ProviderInstance(next);
        before.retire();
    }

    /** One that was retired has a successor already, but for the last, which nobody asks any more. */
    private ProviderInstance enter() {
        ProviderInstance entered = current;
        while (!entered.enter()) {
            ProviderInstance next = current;
            if (next == entered) {
                throw new IllegalStateException("the provider is closed");
            }
            entered = next;
        }
        return entered;
    }

    <T> T call(Function<KeyProvider, T> call) {
        ProviderInstance entered = enter();
        try {
            return call.apply(entered.provider());
        } finally {
            entered.leave();
        }
    }

    private void run(Consumer<KeyProvider> call) {
        ProviderInstance entered = enter();
        try {
            call.accept(entered.provider());
        } finally {
            entered.leave();
        }
    }

    @Override
    public Capabilities capabilities() {
        return call(KeyProvider::capabilities);
    }

    @Override
    public boolean isRemote() {
        return call(KeyProvider::isRemote);
    }

    @Override
    public ProviderKey generate(NewKey key) {
        return call(provider -> provider.generate(key));
    }

    @Override
    public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
        return call(provider -> provider.importKey(key, material));
    }

    @Override
    public ProviderKey describe(KeyHandle key) {
        return call(provider -> provider.describe(key));
    }

    @Override
    public byte[] sign(KeyHandle key, SigningInput input) {
        return call(provider -> provider.sign(key, input));
    }

    @Override
    public Optional<KeyCipher> cipher() {
        return call(KeyProvider::cipher).map(unused -> new SwitchableCipher(this));
    }

    @Override
    public void delete(KeyHandle key) {
        run(provider -> provider.delete(key));
    }

    @Override
    public void discard(NewKey key) {
        run(provider -> provider.discard(key));
    }

    @Override
    public Health health() {
        return call(KeyProvider::health);
    }

    @Override
    public void close() {
        current.retire();
    }
}
