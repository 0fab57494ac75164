package com.sphereon.kms.core.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a key may be used for.
 *
 * @param use signatures or encryption, never both
 * @param operations what is permitted, at least one, all of that use
 */
public record KeyUsage(KeyUse use, Set<KeyOperation> operations) {

    /** @throws InvalidRequestException when there is no operation, or one of the other use */
    public KeyUsage {
        if (operations.isEmpty()) {
            throw new InvalidRequestException("keyOperations is empty; at least one operation is needed");
        }
        for (KeyOperation operation : operations) {
            if (operation.use() != use) {
                throw new InvalidRequestException("keyOperations has '%s', which does not go with use '%s'"
                        .formatted(operation.jwkName(), use.jwkName()));
            }
        }
        operations = Collections.unmodifiableSet(EnumSet.copyOf(operations));
    }

    /**
     * The usage a caller asks for, completed where something was left out: without a use it follows from the
     * operations, without operations a key gets all that its kind can do under that use, and without both a key that can
     * sign is for signatures.
     *
     * @param operations what the caller listed; empty when nothing was listed
     * @throws InvalidRequestException when the two contradict each other or the kind of key
     */
    public static KeyUsage of(KeySpec spec, Optional<KeyUse> use, Set<KeyOperation> operations) {
        KeyUse effective = use.or(() -> operations.stream().findFirst().map(KeyOperation::use))
                .orElseGet(() -> spec.possibleOperations().contains(KeyOperation.SIGN) ? KeyUse.SIG : KeyUse.ENC);
        KeyUsage usage = new KeyUsage(effective, operations.isEmpty() ? possible(spec, effective) : operations);
        usage.requirePossible(spec);
        return usage;
    }

    /** Whether the operation is permitted as such. */
    public boolean permits(KeyOperation operation) {
        return operations.contains(operation);
    }

    /** @throws InvalidRequestException when a key of that kind can never do one of the operations */
    void requirePossible(KeySpec spec) {
        for (KeyOperation operation : operations) {
            if (!spec.possibleOperations().contains(operation)) {
                throw new InvalidRequestException("keyOperations has '%s', but a key of type %s can only: %s"
                        .formatted(operation.jwkName(), spec, names(spec.possibleOperations())));
            }
        }
    }

    private static Set<KeyOperation> possible(KeySpec spec, KeyUse use) {
        Set<KeyOperation> operations = spec.possibleOperations().stream()
                .filter(operation -> operation.use() == use)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(KeyOperation.class)));
        if (operations.isEmpty()) {
            throw new InvalidRequestException("use '%s' does not fit a key of type %s, which can only: %s"
                    .formatted(use.jwkName(), spec, names(spec.possibleOperations())));
        }
        return operations;
    }

    private static String names(Set<KeyOperation> operations) {
        return operations.stream().map(KeyOperation::jwkName).collect(Collectors.joining(", "));
    }
}
