package com.sphereon.kms.core.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an alias names: the versions that are not deleted, the newest first.
 *
 * @param versions at least one, all of the same tenant and alias
 */
public record Key(List<KeyReference> versions) {

    /** Sorts the versions. */
    public Key {
        versions = versions.stream()
                .sorted(Comparator.comparingInt((KeyReference v) -> v.name().version())
                        .reversed())
                .toList();
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a key has at least one version");
        }
    }

    /** The name the versions share. */
    public KeyAlias alias() {
        return versions.getFirst().name().alias();
    }

    /**
     * The version that stands for the key when a caller names the alias only: the one that is active, else the one that was
     * last, so that the answer says why nothing signs; the next one only while there is no other. None while all are in
     * change.
     */
    public Optional<KeyReference> primary() {
        @Nullable KeyReference first = null;
        for (KeyReference version : versions) {
            if (version.isLive() && (first == null || rank(version) < rank(first))) {
                first = version;
            }
        }
        return Optional.ofNullable(first);
    }

    /** The version with that kid, if it lives. */
    public Optional<KeyReference> version(Kid kid) {
        return versions.stream()
                .filter(KeyReference::isLive)
                .filter(version -> version.kid().equals(kid))
                .findFirst();
    }

    /** The versions are sorted, so of the same rank the newest counts. */
    private static int rank(KeyReference version) {
        return switch (version.state()) {
            case ACTIVE -> 0;
            case SUSPENDED -> 1;
            case DEACTIVATED, COMPROMISED, DESTROYED -> 2;
            case PRE_ACTIVE -> 3;
        };
    }
}
