package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.PreconditionFailedException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Removes providers that hold no keys. That it is being removed is written down first, then the keys are counted; whoever
 * makes a key writes its reference down first, then looks whether the provider stays ({@link Providers#requireStaying}). So
 * no key is made at a provider that is gone, whatever replica makes it.
 */
final class ProviderRemoval {
    /** How long a removal may take before it counts as interrupted. */
    private static final Duration INTERRUPTED_AFTER = Recovery.INTERRUPTED_AFTER;

    private static final Logger LOG = System.getLogger(ProviderRemoval.class.getName());

    private final ProviderRegistry registry;
    private final KeyReferenceStore references;

    ProviderRemoval(ProviderRegistry registry, KeyReferenceStore references) {
        this.registry = registry;
        this.references = references;
    }

    /**
     * @throws ConflictException when it holds keys, or was changed by somebody else meanwhile
     * @throws PreconditionFailedException when it was changed by somebody else before
     * @throws UnavailableException when the keys cannot be counted
     */
    void remove(ProviderRegistration row) {
        ProviderRegistration retiring = row.retiring(registry.clock().instant());
        mark(retiring);
        try {
            requireEmpty(row.definition());
        } catch (RuntimeException e) {
            takeBack(retiring);
            throw e;
        }
        registry.write(Optional.empty(), () -> registry.store().delete(retiring));
    }

    private void mark(ProviderRegistration retiring) {
        try {
            registry.write(Optional.of(retiring), () -> registry.store().update(retiring));
        } catch (ConflictException e) {
            throw changed();
        }
    }

    /** What to say to whoever has not seen the latest state. */
    static PreconditionFailedException changed() {
        return new PreconditionFailedException("the provider was changed by another request; read it again");
    }

    private void requireEmpty(ProviderDefinition definition) {
        long keys = references.count(definition.id(), definition.owner());
        if (keys > 0) {
            throw new ConflictException(
                    "provider '%s' holds %d live key%s; delete them, or rotate them to another provider and destroy the old versions, before it is removed"
                            .formatted(definition.id(), keys, keys == 1 ? "" : "s"));
        }
    }

    /** Goes on with what was left half done: the provider stays. Returns how many. */
    int takeBackInterrupted() {
        Instant before = registry.clock().instant().minus(INTERRUPTED_AFTER);
        int takenBack = 0;
        for (KnownProvider known : registry.now().all()) {
            Optional<ProviderRegistration> interrupted = known.registration()
                    .filter(row -> row.retiring().filter(before::isAfter).isPresent());
            if (interrupted.isPresent() && takeBack(interrupted.get())) {
                takenBack++;
            }
        }
        return takenBack;
    }

    private boolean takeBack(ProviderRegistration retiring) {
        ProviderRegistration staying = retiring.staying();
        try {
            registry.write(Optional.of(staying), () -> registry.store().update(staying));
            return true;
        } catch (KmsException e) {
            LOG.log(
                    Level.WARNING,
                    "provider {0} is still marked as being removed: {1}",
                    retiring.definition().id(),
                    e.getMessage());
            return false;
        }
    }
}
