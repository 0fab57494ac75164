package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.SignatureAlgorithm;

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
}
