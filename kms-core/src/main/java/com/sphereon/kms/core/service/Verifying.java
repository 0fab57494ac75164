package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.SignatureVerifier;
import java.security.MessageDigest;
import java.util.Optional;

/** Finds out whether signatures are valid, with the tenant's keys or with keys that are shown. */
final class Verifying {
    private final KeySelector selector;
    private final KeyReferenceStore store;
    private final ProviderSignatures provider;
    private final SignatureVerifier verifier;

    Verifying(KeySelector selector, KeyReferenceStore store, ProviderSignatures provider, SignatureVerifier verifier) {
        this.selector = selector;
        this.store = store;
        this.provider = provider;
        this.verifier = verifier;
    }

    /** What is asked. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Question(KeySelection selection, InputType type, byte[] input, byte[] signature) {
        SigningInput with(SignatureAlgorithm algorithm) {
            return new SigningInput(algorithm, type, input);
        }
    }

    /** What was found out. */
    record Finding(boolean valid, Optional<KeyReference> version, SignatureAlgorithm algorithm) {
        AuditTarget target() {
            return version.map(AuditTarget::of).orElse(AuditTarget.NONE).with(algorithm);
        }

        Verified recordedAt(long index) {
            return new Verified(valid, version, index);
        }
    }

    /**
     * @return nothing when the key went away between finding and using it, so that it has to be selected anew
     * @throws KmsException as {@link Signatures#verify}
     */
    Optional<Finding> attempt(Caller caller, Question question) {
        KeySelection selection = question.selection();
        if (selection.publicKey().isEmpty()) {
            return withManaged(selector.require(caller, selection), question);
        }
        Optional<KeyReference> managed = selection.named() ? selector.find(caller, selection) : Optional.empty();
        return managed.isPresent() ? withManaged(managed.get(), question) : Optional.of(withShown(question));
    }

    private Finding withShown(Question question) {
        PublicKeyMaterial key = question.selection().publicKey().orElseThrow();
        SignatureAlgorithm algorithm = question.selection()
                .algorithm()
                .or(() -> SignatureAlgorithm.fitting(key.spec()).stream().findFirst())
                .orElseThrow(() -> new InvalidRequestException(
                        "keyInfo.key of type %s cannot verify signatures".formatted(key.spec())));
        KeyFitness.requireFit(algorithm, key.spec());
        boolean valid = verifier.verify(key, question.with(algorithm), question.signature());
        return new Finding(valid, Optional.empty(), algorithm);
    }

    private Optional<Finding> withManaged(KeyReference version, Question question) {
        try {
            SignatureAlgorithm algorithm = KeyFitness.algorithm(version, question.selection());
            boolean valid = isValid(version, question.with(algorithm), question.signature());
            return Optional.of(new Finding(valid, Optional.of(version), algorithm));
        } catch (NotFoundException e) {
            if (store.isCurrent(version)) {
                throw ProviderSignatures.lost(version, e);
            }
            return Optional.empty();
        }
    }

    private boolean isValid(KeyReference version, SigningInput input, byte[] signature) {
        Optional<PublicKeyMaterial> publicKey = version.existing().publicKey();
        boolean materialIsGone = version.state() == KeyState.DESTROYED && publicKey.isEmpty();
        if (!version.state().mayProcess() || materialIsGone) {
            throw new ConflictException(
                    "key version '%s' is %s and does not verify".formatted(version.kid(), KeyFitness.since(version)));
        }
        if (publicKey.isPresent()) {
            // Whoever may sign may have the result checked: verifying with the public half needs no right of its own.
            KeyFitness.requirePermission(
                    version,
                    version.parameters().usage().permits(KeyOperation.SIGN) ? KeyOperation.SIGN : KeyOperation.VERIFY);
            return verifier.verify(publicKey.get(), input, signature);
        }
        KeyFitness.requirePermission(version, KeyOperation.VERIFY);
        byte[] expected = provider.sign(version, input, ProviderOperation.VERIFY_MAC);
        return MessageDigest.isEqual(expected, signature);
    }
}
