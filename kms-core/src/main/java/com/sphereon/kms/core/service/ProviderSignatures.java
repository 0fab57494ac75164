package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;

/** Has the provider that holds a key sign with it, and looks at what it answers. */
final class ProviderSignatures {
    private final Providers providers;

    ProviderSignatures(Providers providers) {
        this.providers = providers;
    }

    /**
     * @throws NotFoundException when the provider does not have the key
     * @throws UnsupportedException when it cannot do that with it
     * @throws ProviderFailedException when its answer cannot be a signature
     */
    byte[] sign(KeyReference version, SigningInput input, ProviderOperation operation) {
        RegisteredProvider holder = providers.holder(version.name().tenant(), version.provider());
        KeyProvider provider = holder.provider();
        if (!provider.capabilities().supports(operation, input.algorithm())) {
            throw new UnsupportedException(
                    "Provider %s does not support %s with %s".formatted(holder.id(), operation, input.algorithm()));
        }
        byte[] signature = provider.sign(KeyHandle.of(version), input);
        requireFixedLength(signature, input.algorithm(), holder);
        return signature;
    }

    /** What to throw when a provider does not have a key any more that our reference says it has. */
    IntegrityException lost(KeyReference version, NotFoundException answer) {
        return new IntegrityException(
                "provider %s no longer has the key '%s'".formatted(version.provider(), version.kid()), answer);
    }

    /** DER in place of r and s would reach verifiers that cannot read it, so it is caught here whatever the backend. */
    private static void requireFixedLength(byte[] signature, SignatureAlgorithm algorithm, RegisteredProvider holder) {
        if (algorithm.defaultKeySpec() instanceof KeySpec.Ec ec
                && signature.length != 2 * ec.curve().coordinateBytes()) {
            throw new ProviderFailedException(
                    "Provider %s answered with %d bytes, which is not r and s on %s"
                            .formatted(holder.id(), signature.length, ec.curve().jwkName()),
                    null);
        }
    }
}
