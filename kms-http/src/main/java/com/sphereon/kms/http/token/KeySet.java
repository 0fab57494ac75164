package com.sphereon.kms.http.token;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of an issuer as they were at one time. Immutable. */
final class KeySet {
    private final long fetchedMillis;
    private final List<VerificationKey> all;
    private final Map<String, List<VerificationKey>> byKid;

    /** @param fetchedMillis when the fetch began, in milliseconds since 1970 */
    KeySet(List<VerificationKey> keys, long fetchedMillis) {
        this.fetchedMillis = fetchedMillis;
        this.all = List.copyOf(keys);
        this.byKid = all.stream()
                .filter(key -> key.kid().isPresent())
                .collect(Collectors.groupingBy(key -> key.kid().orElseThrow()));
    }

    /** Whether it is younger than that; a set from the future is not. */
    boolean isYounger(long maxMillis, long nowMillis) {
        long age = nowMillis - fetchedMillis;
        return age >= 0 && age < maxMillis;
    }

    /** Whether a key of that name is in it, for whichever algorithm; without a name, whether there is any key. */
    boolean has(Optional<String> kid, TokenAlgorithm algorithm) {
        return kid.isPresent() ? byKid.containsKey(kid.get()) : all.stream().anyMatch(key -> key.fits(algorithm));
    }

    /** The one key that fits; null when there is none, and when there are several, since none is to be guessed. */
    @Nullable
    VerificationKey find(Optional<String> kid, TokenAlgorithm algorithm) {
        List<VerificationKey> candidates = kid.isPresent() ? byKid.getOrDefault(kid.get(), List.of()) : all;
        VerificationKey found = null;
        for (int i = 0; i < candidates.size(); i++) {
            VerificationKey key = candidates.get(i);
            if (key.fits(algorithm)) {
                if (found != null) {
                    return null;
                }
                found = key;
            }
        }
        return found;
    }

    int size() {
        return all.size();
    }
}
