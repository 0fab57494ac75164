package com.sphereon.kms.core.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

    /** The version that signs when a caller names the alias only: the newest that lives; none while all are in change. */
    public Optional<KeyReference> primary() {
        return versions.stream().filter(KeyReference::isLive).findFirst();
    }
}
