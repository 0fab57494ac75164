package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Algorithm;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a key, an algorithm and what is to be done with them go together. */
final class KeyFitness {
    private KeyFitness() {}

    /** @throws InvalidRequestException when the key has no such algorithm */
    static SignatureAlgorithm algorithm(KeyReference version, KeySelection selection) {
        SignatureAlgorithm algorithm = selection
                .algorithm()
                .or(() -> version.parameters().algorithm())
                .orElseThrow(() -> new InvalidRequestException(
                        "key '%s' is for encryption and has no signature algorithm".formatted(version.kid())));
        requireFit(algorithm, version.parameters().spec());
        return algorithm;
    }

    /** @throws InvalidRequestException when a key of that kind does not use the algorithm */
    static void requireFit(SignatureAlgorithm algorithm, KeySpec spec) {
        if (!algorithm.fits(spec)) {
            throw new InvalidRequestException(
                    "keyInfo.signatureAlgorithm %s does not fit a key of type %s; allowed are %s"
                            .formatted(algorithm, spec, SignatureAlgorithm.fitting(spec)));
        }
    }

    /** @throws InvalidRequestException when the key is not for that operation */
    static void requirePermission(KeyReference version, KeyOperation operation) {
        if (!version.parameters().usage().permits(operation)) {
            throw notPermitted(version, operation.jwkName());
        }
    }

    /**
     * @throws InvalidRequestException when the key is not for that, or not for that algorithm
     * @throws ConflictException when its state does not allow it
     */
    static void requireUse(KeyReference version, CipherOperation operation, Algorithm algorithm) {
        if (operation.permittedBy().stream().noneMatch(version.parameters().usage()::permits)) {
            throw notPermitted(
                    version,
                    operation.permittedBy().stream().map(KeyOperation::jwkName).collect(Collectors.joining(" or ")));
        }
        KeySpec spec = version.parameters().spec();
        if (!algorithm.fits(spec)) {
            throw new InvalidRequestException("algorithm %s does not fit key '%s' of type %s; allowed are %s"
                    .formatted(algorithm.name(), version.kid(), spec, fitting(algorithm, spec)));
        }
        if (!operation.isAllowed(version)) {
            throw new ConflictException("key version '%s' is %s and does not %s%s"
                    .formatted(version.kid(), since(version), operation, why(version)));
        }
    }

    /** Those of the same kind that fit. */
    private static List<String> fitting(Algorithm kind, KeySpec spec) {
        Algorithm[] all = switch (kind) {
            case SignatureAlgorithm signature -> SignatureAlgorithm.values();
            case ContentEncryptionAlgorithm content -> ContentEncryptionAlgorithm.values();
            case KeyWrapAlgorithm wrapping -> KeyWrapAlgorithm.values();
            case KeyAgreementAlgorithm agreement -> KeyAgreementAlgorithm.values();
        };
        return Stream.of(all)
                .filter(algorithm -> algorithm.fits(spec))
                .map(Algorithm::name)
                .toList();
    }

    private static InvalidRequestException notPermitted(KeyReference version, String what) {
        KeyUsage usage = version.parameters().usage();
        return new InvalidRequestException("key '%s' may not %s; its use is '%s' with %s"
                .formatted(
                        version.kid(),
                        what,
                        usage.use().jwkName(),
                        usage.operations().stream().map(KeyOperation::jwkName).toList()));
    }

    /** The state of a version in words. */
    static String since(KeyReference version) {
        var lifecycle = version.lifecycle();
        String state =
                "%s since %s".formatted(lifecycle.state(), lifecycle.since().at());
        return lifecycle
                .destroyAt()
                .map(at -> state + ", to be destroyed at " + at)
                .orElse(state);
    }

    /** Why it is in that state, where somebody said so; to follow a sentence. */
    static String why(KeyReference version) {
        return version.lifecycle().reason().map(reason -> ": " + reason).orElse("");
    }
}
