package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.SignatureVerifier;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;

/** Signs and verifies for a tenant. Safe for use by many threads. */
public final class Signatures {
    /** How often the key may be changed by others while one call is at it. */
    private static final int MAX_ATTEMPTS = 10;

    private final KeySelector selector;
    private final KeyReferenceStore store;
    private final Providers providers;
    private final Duties duties;
    private final SignatureVerifier verifier;

    Signatures(
            KeySelector selector,
            KeyReferenceStore store,
            Providers providers,
            Duties duties,
            SignatureVerifier verifier) {
        this.selector = selector;
        this.duties = duties;
        this.store = store;
        this.providers = providers;
        this.verifier = verifier;
    }

    /**
     * Signs, or computes a MAC.
     *
     * @param input the message, or its digest where {@code type} says so
     * @throws InvalidRequestException when there is no such key, or key, algorithm and input do not fit together
     * @throws ConflictException when the state of the key does not allow it to sign, now and not only as it was when the
     *     key was last read: a key does not sign any more once the change that forbids it was acknowledged, wherever
     * @throws UnsupportedException when the provider cannot sign like that
     */
    public Signed sign(Caller caller, KeySelection selection, InputType type, byte[] input) {
        return whileKeyStays(caller, selection, version -> {
            Signed signed = sign(version, selection, type, input);
            // The reference may come from a memory that others' changes have not reached yet; a signature leaves only
            // if the key was still to be used after it was made.
            return Optional.of(signed)
                    .filter(done -> store.isCurrent(version))
                    .filter(done -> isStillSelected(caller, selection, version));
        });
    }

    /** The duty that was named may have been given another key, or disabled; what is set is as new as the counter now. */
    private boolean isStillSelected(Caller caller, KeySelection selection, KeyReference version) {
        if (!duties.reaches(caller, version.name().alias())) {
            return false;
        }
        Optional<KeyAlias> name = selection.alias();
        if (name.isEmpty()) {
            return true;
        }
        duties.requireEnabled(caller.tenant(), name.get());
        return duties.resolve(caller.tenant(), name.get()).equals(version.name().alias());
    }

    private Signed sign(KeyReference version, KeySelection selection, InputType type, byte[] input) {
        SignatureAlgorithm algorithm = algorithm(version, selection);
        requirePermission(version, KeyOperation.SIGN);
        if (!version.state().mayProtect()) {
            throw new ConflictException("key version '%s' is %s and does not sign%s"
                    .formatted(version.kid(), since(version), why(version)));
        }
        SigningInput signingInput = new SigningInput(algorithm, type, input);
        return new Signed(signAtProvider(version, signingInput, signOperation(signingInput)), algorithm, version);
    }

    /**
     * Works with the selected key, and selects anew when it turns out that the key was changed or deleted after its
     * reference was read: then there is nothing to be found, or what has the name now.
     *
     * @param work has no result when it notices a change itself
     */
    private <T> T whileKeyStays(Caller caller, KeySelection selection, Function<KeyReference, Optional<T>> work) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<T> result = withKey(selector.require(caller, selection), work);
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new ConflictException("%s is being changed by others all the time".formatted(selection));
    }

    private static String since(KeyReference version) {
        var lifecycle = version.lifecycle();
        String state =
                "%s since %s".formatted(lifecycle.state(), lifecycle.since().at());
        return lifecycle
                .destroyAt()
                .map(at -> state + ", to be destroyed at " + at)
                .orElse(state);
    }

    private static String why(KeyReference version) {
        return version.lifecycle().reason().map(reason -> ": " + reason).orElse("");
    }

    private <T> Optional<T> withKey(KeyReference version, Function<KeyReference, Optional<T>> work) {
        try {
            return work.apply(version);
        } catch (NotFoundException e) {
            if (store.isCurrent(version)) {
                throw new IntegrityException(
                        "provider %s no longer has the key '%s'".formatted(version.provider(), version.kid()), e);
            }
            return Optional.empty();
        }
    }

    /**
     * Finds out whether a signature is valid. A public key that is only shown is used as it is; a key that is named must be one of
     * the tenant's, unless a public key is shown beside the name.
     *
     * @throws InvalidRequestException when no key is found, or key, algorithm and input do not fit together
     * @throws ConflictException when the state of the key does not allow it to verify
     */
    public Verified verify(Caller caller, KeySelection selection, InputType type, byte[] input, byte[] signature) {
        // No key is made here: nothing can have been signed with it.
        Caller looking = caller.looking();
        if (selection.publicKey().isEmpty()) {
            return whileKeyStays(
                    looking,
                    selection,
                    version -> Optional.of(verifyManaged(version, selection, type, input, signature)));
        }
        Optional<KeyReference> managed = selection.named() ? selector.find(looking, selection) : Optional.empty();
        return managed.map(version -> verifyManaged(version, selection, type, input, signature))
                .orElseGet(() -> new Verified(verifyShown(selection, type, input, signature), Optional.empty()));
    }

    private boolean verifyShown(KeySelection selection, InputType type, byte[] input, byte[] signature) {
        PublicKeyMaterial key = selection.publicKey().orElseThrow();
        SignatureAlgorithm algorithm = selection
                .algorithm()
                .or(() -> SignatureAlgorithm.fitting(key.spec()).stream().findFirst())
                .orElseThrow(() -> new InvalidRequestException(
                        "keyInfo.key of type %s cannot verify signatures".formatted(key.spec())));
        requireFit(algorithm, key.spec());
        return verifier.verify(key, new SigningInput(algorithm, type, input), signature);
    }

    private Verified verifyManaged(
            KeyReference version, KeySelection selection, InputType type, byte[] input, byte[] signature) {
        return new Verified(isValid(version, selection, type, input, signature), Optional.of(version));
    }

    private boolean isValid(
            KeyReference version, KeySelection selection, InputType type, byte[] input, byte[] signature) {
        SignatureAlgorithm algorithm = algorithm(version, selection);
        SigningInput signingInput = new SigningInput(algorithm, type, input);
        Optional<PublicKeyMaterial> publicKey = version.existing().publicKey();
        boolean materialIsGone = version.state() == KeyState.DESTROYED && publicKey.isEmpty();
        if (!version.state().mayProcess() || materialIsGone) {
            throw new ConflictException(
                    "key version '%s' is %s and does not verify".formatted(version.kid(), since(version)));
        }
        if (publicKey.isPresent()) {
            // Whoever may sign may have the result checked: verifying with the public half needs no right of its own.
            requirePermission(
                    version,
                    version.parameters().usage().permits(KeyOperation.SIGN) ? KeyOperation.SIGN : KeyOperation.VERIFY);
            return verifier.verify(publicKey.get(), signingInput, signature);
        }
        requirePermission(version, KeyOperation.VERIFY);
        byte[] expected = signAtProvider(version, signingInput, ProviderOperation.VERIFY_MAC);
        return MessageDigest.isEqual(expected, signature);
    }

    private byte[] signAtProvider(KeyReference version, SigningInput input, ProviderOperation operation) {
        RegisteredProvider holder = providers.holder(version.provider());
        KeyProvider provider = holder.provider();
        if (!provider.capabilities().supports(operation, input.algorithm())) {
            throw new UnsupportedException(
                    "Provider %s does not support %s with %s".formatted(holder.id(), operation, input.algorithm()));
        }
        byte[] signature = provider.sign(KeyHandle.of(version), input);
        requireFixedLength(signature, input.algorithm(), holder);
        return signature;
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

    private static ProviderOperation signOperation(SigningInput input) {
        if (input.algorithm().scheme() == Scheme.HMAC) {
            return ProviderOperation.GENERATE_MAC;
        }
        return input.type() == InputType.DIGEST ? ProviderOperation.SIGN_DIGEST : ProviderOperation.SIGN;
    }

    private static SignatureAlgorithm algorithm(KeyReference version, KeySelection selection) {
        SignatureAlgorithm algorithm = selection
                .algorithm()
                .or(() -> version.parameters().algorithm())
                .orElseThrow(() -> new InvalidRequestException(
                        "key '%s' is for encryption and has no signature algorithm".formatted(version.kid())));
        requireFit(algorithm, version.parameters().spec());
        return algorithm;
    }

    private static void requireFit(SignatureAlgorithm algorithm, KeySpec spec) {
        if (!algorithm.fits(spec)) {
            throw new InvalidRequestException(
                    "keyInfo.signatureAlgorithm %s does not fit a key of type %s; allowed are %s"
                            .formatted(algorithm, spec, SignatureAlgorithm.fitting(spec)));
        }
    }

    private static void requirePermission(KeyReference version, KeyOperation operation) {
        KeyUsage usage = version.parameters().usage();
        if (!usage.permits(operation)) {
            throw new InvalidRequestException("key '%s' may not %s; its use is '%s' with %s"
                    .formatted(
                            version.kid(),
                            operation.jwkName(),
                            usage.use().jwkName(),
                            usage.operations().stream()
                                    .map(KeyOperation::jwkName)
                                    .toList()));
        }
    }
}
