package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyProvider;

/** Has the provider that holds a key encrypt, wrap or agree with it. */
final class ProviderCiphers {
    private final Providers providers;

    ProviderCiphers(Providers providers) {
        this.providers = providers;
    }

    /**
     * @throws NotFoundException when the provider does not have the key
     * @throws UnsupportedException when it cannot do that with it
     * @throws InvalidRequestException the same for everything that does not decrypt, whatever the provider says of it
     */
    <R> R run(KeyReference version, CipherCall<R> call) {
        RegisteredProvider holder = providers.holder(version.name().tenant(), version.provider());
        KeyProvider provider = holder.provider();
        if (!provider.capabilities().supports(call.operation().declaredAs(), call.algorithm())) {
            throw new UnsupportedException("Provider %s does not support %s with %s"
                    .formatted(
                            holder.id(),
                            call.operation().declaredAs(),
                            call.algorithm().name()));
        }
        KeyCipher cipher = provider.cipher()
                .orElseThrow(() -> new ProviderFailedException(
                        "Provider %s does not do what it declares".formatted(holder.id()), null));
        try {
            return call.run().apply(cipher, version);
        } catch (InvalidRequestException e) {
            throw call.operation().opens() ? KeyCipher.undecipherable() : e;
        }
    }
}
