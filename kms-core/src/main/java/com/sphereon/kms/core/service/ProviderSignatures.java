package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.SignatureVerifier;
import java.util.Optional;

/** Has the provider that holds a key sign with it, and looks at what it answers. */
final class ProviderSignatures {
    private final Providers providers;
    private final SignatureVerifier verifier;

    ProviderSignatures(Providers providers, SignatureVerifier verifier) {
        this.providers = providers;
        this.verifier = verifier;
    }

    /**
     * @throws NotFoundException when the provider does not have the key
     * @throws UnsupportedException when it cannot do that with it
     * @throws ProviderFailedException when its answer cannot be a signature, or when it is remote and its answer is not
     *     the signature of that input by that key
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
        if (provider.isRemote()) {
            requireGenuine(version, input, signature);
        }
        return signature;
    }

    /**
     * A backend, or what stands between it and us, may sign with another key or another input than was asked. MACs cannot be
     * verified here: nobody but the backend has the key.
     */
    private void requireGenuine(KeyReference version, SigningInput input, byte[] signature) {
        Optional<PublicKeyMaterial> publicKey = version.existing().publicKey();
        boolean genuine = publicKey
                .map(key -> verifier.verify(key, input, signature))
                .orElse(input.algorithm().scheme() == SignatureAlgorithm.Scheme.HMAC);
        if (!genuine) {
            throw new ProviderFailedException(
                    "Provider %s answered with something that is no signature of key '%s' over the input"
                            .formatted(version.provider(), version.kid()),
                    null);
        }
    }

    /** What to throw when a provider does not have a key any more that our reference says it has. */
    static IntegrityException lost(KeyReference version, NotFoundException answer) {
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
