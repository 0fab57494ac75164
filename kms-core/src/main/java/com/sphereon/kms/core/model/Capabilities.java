package com.sphereon.kms.core.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a provider can do, as a value. The core checks it before every call, so that what is not declared is refused the
 * same way everywhere and without a call to a backend; what is declared works.
 *
 * @param keys the kinds of keys it can hold
 * @param operations what it can do, each with the signature algorithms it can do it with; for operations that have
 *     nothing to do with signatures that set is empty
 * @param digests the digests its signatures are made with
 * @param storage where it keeps material
 * @param encryption what it can do besides; the operations of that follow from it and are not among the others
 */
public record Capabilities(
        SupportedKeys keys,
        Map<ProviderOperation, Set<SignatureAlgorithm>> operations,
        Set<DigestAlgorithm> digests,
        Set<StorageType> storage,
        SupportedEncryption encryption) {

    /** @throws IllegalArgumentException when operations of encryption are declared by themselves */
    public Capabilities {
        if (!Collections.disjoint(operations.keySet(), SupportedEncryption.OPERATIONS)) {
            throw new IllegalArgumentException("operations of encryption follow from its algorithms");
        }
        EnumMap<ProviderOperation, Set<SignatureAlgorithm>> copy = new EnumMap<>(ProviderOperation.class);
        operations.forEach((operation, algorithms) -> copy.put(operation, unmodifiable(algorithms)));
        operations = Collections.unmodifiableMap(copy);
        digests = Set.copyOf(digests);
        storage = Set.copyOf(storage);
    }

    /** Of a provider that only signs. */
    public Capabilities(
            SupportedKeys keys,
            Map<ProviderOperation, Set<SignatureAlgorithm>> operations,
            Set<DigestAlgorithm> digests,
            Set<StorageType> storage) {
        this(keys, operations, digests, storage, SupportedEncryption.NONE);
    }

    /** Whether the operation is possible at all. */
    public boolean supports(ProviderOperation operation) {
        return operations.containsKey(operation)
                || !encryption.algorithmsFor(operation).isEmpty();
    }

    /** Whether the operation is possible with that algorithm. */
    public boolean supports(ProviderOperation operation, Algorithm algorithm) {
        return algorithmsFor(operation).contains(algorithm)
                || encryption.algorithmsFor(operation).contains(algorithm);
    }

    /** The signature algorithms of an operation; empty when it is not possible or has none. */
    public Set<SignatureAlgorithm> algorithmsFor(ProviderOperation operation) {
        return operations.getOrDefault(operation, Set.of());
    }

    /** The algorithms of an operation, of signatures and of encryption; empty when it is not possible or has none. */
    Set<? extends Algorithm> allAlgorithmsFor(ProviderOperation operation) {
        Set<SignatureAlgorithm> signatures = algorithmsFor(operation);
        return signatures.isEmpty() ? encryption.algorithmsFor(operation) : signatures;
    }

    /** Every algorithm that some operation is possible with; more than once where several are. */
    Stream<Algorithm> allAlgorithms() {
        return Arrays.stream(ProviderOperation.values()).flatMap(operation -> allAlgorithmsFor(operation).stream());
    }

    private static Set<SignatureAlgorithm> unmodifiable(Set<SignatureAlgorithm> algorithms) {
        EnumSet<SignatureAlgorithm> ordered = EnumSet.noneOf(SignatureAlgorithm.class);
        ordered.addAll(algorithms);
        return Collections.unmodifiableSet(ordered);
    }
}
