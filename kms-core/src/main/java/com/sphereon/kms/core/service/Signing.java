package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.util.Optional;

/** Makes signatures that must not be handed out before it was seen that their key may still sign. */
final class Signing {
    private final KeySelector selector;
    private final KeyReferenceStore store;
    private final ProviderSignatures provider;

    Signing(KeySelector selector, KeyReferenceStore store, ProviderSignatures provider) {
        this.selector = selector;
        this.store = store;
        this.provider = provider;
    }

    /** A signature that nobody has seen yet. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Made(byte[] signature, SignatureAlgorithm algorithm, KeyReference version) {
        AuditTarget target() {
            return AuditTarget.of(version).with(algorithm);
        }

        Signed recordedAt(long index) {
            return new Signed(signature, algorithm, version, index);
        }
    }

    /**
     * Signs with the selected key.
     *
     * @return nothing when the key went away between finding and using it, so that it has to be selected anew
     * @throws KmsException as {@link Signatures#sign}
     */
    Optional<Made> attempt(Caller caller, KeySelection selection, InputType type, byte[] input) {
        Fit fit = requireKey(caller, selection);
        try {
            return Optional.of(sign(fit, type, input));
        } catch (NotFoundException e) {
            if (store.isCurrent(fit.version())) {
                throw ProviderSignatures.lost(fit.version(), e);
            }
            return Optional.empty();
        }
    }

    /** A key that may sign, and how it does. */
    record Fit(KeyReference version, SignatureAlgorithm algorithm) {}

    /** @throws KmsException as {@link Signatures#sign}, as far as that can be told without signing */
    Fit requireKey(Caller caller, KeySelection selection) {
        KeyReference version = selector.require(caller, selection);
        SignatureAlgorithm algorithm = KeyFitness.algorithm(version, selection);
        KeyFitness.requirePermission(version, KeyOperation.SIGN);
        if (!version.state().mayProtect()) {
            throw new ConflictException("key version '%s' is %s and does not sign%s"
                    .formatted(version.kid(), KeyFitness.since(version), KeyFitness.why(version)));
        }
        return new Fit(version, algorithm);
    }

    private Made sign(Fit fit, InputType type, byte[] input) {
        SigningInput signingInput = new SigningInput(fit.algorithm(), type, input);
        return new Made(
                provider.sign(fit.version(), signingInput, operation(signingInput)), fit.algorithm(), fit.version());
    }

    private static ProviderOperation operation(SigningInput input) {
        if (input.algorithm().scheme() == Scheme.HMAC) {
            return ProviderOperation.GENERATE_MAC;
        }
        return input.type() == InputType.DIGEST ? ProviderOperation.SIGN_DIGEST : ProviderOperation.SIGN;
    }
}
