package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets the next version of a key sign, and in the same transaction no other any more. */
final class SuccessorActivation {
    private static final int MAX_ATTEMPTS = 10;

    private final KeyReferenceStore references;
    private final Clock clock;

    SuccessorActivation(KeyReferenceStore references, Clock clock) {
        this.references = references;
        this.clock = clock;
    }

    /**
     * Repeatable.
     *
     * @throws ConflictException when the version cannot sign any more, or the key was deleted
     */
    void activate(Rotation rotation, String subject) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            KeyReference next = next(rotation);
            if (next.state() == KeyState.ACTIVE) {
                return;
            }
            try {
                references.update(changes(rotation, next, new Change(clock.instant(), subject)));
                return;
            } catch (ConflictException e) {
                if (attempt == MAX_ATTEMPTS - 1) {
                    throw e;
                }
                // A version was changed between our reading and our writing.
            }
        }
    }

    private KeyReference next(Rotation rotation) {
        return rotation.newVersion()
                .flatMap(id -> references.findById(rotation.tenant(), id))
                .filter(KeyReference::isLive)
                .filter(version -> version.state() == KeyState.ACTIVE
                        || version.lifecycle().mayBecome(KeyState.ACTIVE))
                .orElseThrow(() -> new ConflictException(
                        "the next version of key '%s' was deleted or may not sign".formatted(rotation.alias())));
    }

    private List<KeyReference> changes(Rotation rotation, KeyReference next, Change change) {
        Instant publishedUntil = change.at().plus(rotation.plan().overlap());
        List<KeyReference> changes = new ArrayList<>();
        changes.add(next.with(next.lifecycle().activated(change, Optional.empty())));
        versions(rotation, next).stream()
                .filter(version -> !version.id().equals(next.id()) && version.isLive())
                .filter(version -> version.lifecycle().mayBecome(KeyState.DEACTIVATED))
                .map(version -> version.with(
                        version.lifecycle().deactivated(change, Optional.of("replaced by rotation"), publishedUntil)))
                .forEach(changes::add);
        return changes;
    }

    /** As they are now: asking for the next one has brought the memory up to date. */
    private List<KeyReference> versions(Rotation rotation, KeyReference next) {
        references.isCurrent(next);
        return references
                .findByAlias(rotation.tenant(), rotation.alias())
                .map(Key::versions)
                .orElse(List.of());
    }
}
