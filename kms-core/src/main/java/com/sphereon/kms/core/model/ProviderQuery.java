package com.sphereon.kms.core.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is wanted of a provider. All that is said of keys and algorithms is about one kind of key and one thing that is done with
 * it: a provider that could do each, but not together, does not meet it. What is left open anybody meets.
 *
 * @param type of the provider, such as {@code software}
 * @param operation what is to be done
 * @param abilities what the provider must be able to do besides
 * @param keyType family of the key
 * @param curve curve of the key
 * @param family family of key and algorithm
 * @param algorithms sets, from each of which the algorithm must be; an empty set nobody meets
 */
public record ProviderQuery(
        Optional<String> type,
        Optional<ProviderOperation> operation,
        Set<ProviderOperation> abilities,
        Optional<StorageType> storage,
        Optional<KeyType> keyType,
        Optional<Curve> curve,
        Optional<CryptoAlgorithm> family,
        List<Set<? extends Algorithm>> algorithms) {

    /** Keeps its own collections. */
    public ProviderQuery {
        abilities = Set.copyOf(abilities);
        algorithms = Stream.concat(algorithms.stream(), family.flatMap(CryptoAlgorithm::signatures).stream())
                .<Set<? extends Algorithm>>map(Set::copyOf)
                .distinct()
                .toList();
    }

    /** Whether a provider of that type that declares this can do what is wanted. */
    public boolean isMetBy(String providerType, Capabilities can) {
        return type.orElse(providerType).equals(providerType)
                && Stream.concat(operation.stream(), abilities.stream()).allMatch(can::supports)
                && storage.stream().allMatch(can.storage()::contains)
                && isMetByAnyKey(can);
    }

    private boolean isMetByAnyKey(Capabilities can) {
        Set<? extends Algorithm> ofOperation =
                operation.map(can::allAlgorithmsFor).orElse(Set.of());
        boolean needsAlgorithm = !algorithms.isEmpty() || !ofOperation.isEmpty();
        if (!needsAlgorithm && keyType.isEmpty() && curve.isEmpty() && family.isEmpty()) {
            return true;
        }
        // To make, import or delete a key no algorithm is needed: then any is meant that such keys are used with.
        List<Algorithm> candidates = Stream.<Algorithm>concat(
                        ofOperation.stream(), ofOperation.isEmpty() ? can.allAlgorithms() : Stream.empty())
                .filter(algorithm -> algorithms.stream().allMatch(wanted -> wanted.contains(algorithm)))
                .toList();
        return can.keys()
                .specs()
                .filter(this::fits)
                .anyMatch(spec -> !needsAlgorithm || candidates.stream().anyMatch(algorithm -> algorithm.fits(spec)));
    }

    private boolean fits(KeySpec spec) {
        return keyType.orElse(spec.keyType()) == spec.keyType()
                && curve.stream().allMatch(wanted -> spec.equals(KeySpec.onCurve(wanted)))
                && family.stream().allMatch(wanted -> wanted.fits(spec));
    }
}
