package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.time.Clock;
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
     * Repeatable: a version that was activated before is left as it is, whatever became of it since.
     *
     * @throws ConflictException when the version cannot sign any more, or the key was deleted
     */
    void activate(Rotation rotation, String subject) {
        for (int attempt = 1; ; attempt++) {
            KeyReference next = next(rotation);
            if (next.lifecycle().activated().isPresent()) {
                return;
            }
            try {
                references.update(changes(rotation, next, new Change(clock.instant(), subject)));
                return;
            } catch (ConflictException e) {
                if (attempt == MAX_ATTEMPTS) {
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
                .filter(version -> version.lifecycle().activated().isPresent()
                        || version.lifecycle().mayBecome(KeyState.ACTIVE))
                .orElseThrow(() -> new ConflictException(
                        "the next version of key '%s' was deleted or may not sign".formatted(rotation.alias())));
    }

    private List<KeyReference> changes(Rotation rotation, KeyReference next, Change change) {
        KeyReference old = references
                .findById(rotation.tenant(), rotation.oldVersion())
                .filter(KeyReference::isLive)
                .orElseThrow(() -> new ConflictException("key '%s' was deleted".formatted(rotation.alias())));
        List<KeyReference> changes = new ArrayList<>();
        changes.add(next.with(next.lifecycle().activated(change, Optional.empty())));
        if (!maySignAgain(old)) {
            // Nothing changes about it; that it is written keeps it from being deleted at this moment.
            changes.add(old.with(old.lifecycle()));
        }
        versions(rotation, next).stream()
                .filter(version -> !version.id().equals(next.id()) && maySignAgain(version))
                .map(version -> version.with(replaced(version, rotation, change)))
                .forEach(changes::add);
        return changes;
    }

    private static boolean maySignAgain(KeyReference version) {
        return version.isLive() && (version.state() == KeyState.ACTIVE || version.state() == KeyState.SUSPENDED);
    }

    private static Lifecycle replaced(KeyReference version, Rotation rotation, Change change) {
        return version.lifecycle()
                .replaced(
                        change,
                        Optional.of("replaced by rotation"),
                        change.at().plus(rotation.plan().overlap()));
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
