package com.sphereon.kms.core.model;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A provider that was registered at run time. Immutable; each change gives a new value with the next revision.
 *
 * @param id identifies it for ever, also when another gets its name
 * @param retiring since when it is being removed, during which nothing new is made at it
 * @param revision counts the changes from 0, for optimistic locking
 */
public record ProviderRegistration(
        UUID id,
        ProviderDefinition definition,
        Optional<Instant> retiring,
        Change created,
        Change updated,
        long revision) {

    /** One that was not there before. */
    public static ProviderRegistration created(UUID id, ProviderDefinition definition, Change change) {
        return new ProviderRegistration(id, definition, Optional.empty(), change, change, 0);
    }

    /** The same, defined anew. */
    public ProviderRegistration with(ProviderDefinition newDefinition, Change change) {
        return new ProviderRegistration(id, newDefinition, Optional.empty(), created, change, revision + 1);
    }

    /** The same, about to be removed. */
    public ProviderRegistration retiring(Instant since) {
        Change cut = new Change(since, updated.by());
        return new ProviderRegistration(id, definition, Optional.of(cut.at()), created, updated, revision + 1);
    }

    /** The same, not to be removed after all. */
    public ProviderRegistration staying() {
        return new ProviderRegistration(id, definition, Optional.empty(), created, updated, revision + 1);
    }
}
