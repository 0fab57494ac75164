package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.RotationStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the next version of a key that is being rotated: published, but not signing yet. Its id stands in the rotation before
 * it is made, so that whoever comes after a crash finds it, or what is left of it.
 */
final class SuccessorCreation {
    private static final int MAX_ATTEMPTS = 3;
    private static final String SUBJECT = "kms:rotation";

    private final RotationStore rotations;
    private final KeyReferenceStore references;
    private final Providers providers;
    private final KeyCreation creation;
    private final KeyRegistration registration;
    private final KeyDeletion deletion;
    private final Clock clock;

    SuccessorCreation(
            RotationStore rotations,
            KeyReferenceStore references,
            Providers providers,
            KeyCreation creation,
            KeyRegistration registration,
            KeyDeletion deletion,
            Clock clock) {
        this.rotations = rotations;
        this.references = references;
        this.providers = providers;
        this.creation = creation;
        this.registration = registration;
        this.deletion = deletion;
        this.clock = clock;
    }

    /** The claim to make the version: under a new id, unless the one from before came to be. */
    Rotation prepare(Rotation rotation) {
        UUID id = rotation.newVersion()
                .flatMap(made -> references.findById(rotation.tenant(), made))
                .filter(KeyReference::isLive)
                .map(KeyReference::id)
                .orElseGet(UUID::randomUUID);
        return rotation.making(id, clock.instant().plus(RotationSteps.LEASE), new Change(clock.instant(), SUBJECT));
    }

    /**
     * The next version, made now unless it is there already.
     *
     * @param rotation claimed, with the id of the version
     * @throws ConflictException when the key was deleted meanwhile
     */
    KeyReference make(Rotation rotation) {
        UUID id = rotation.newVersion().orElseThrow();
        Optional<KeyReference> made = references.findById(rotation.tenant(), id).filter(KeyReference::isLive);
        return made.orElseGet(() -> makeAttempt(rotation, id, 1));
    }

    /**
     * Takes a version away that never signed.
     *
     * @return false when somebody else changed it meanwhile
     */
    boolean discard(KeyReference version) {
        return deletion.delete(caller(version.name()), version);
    }

    /** The versions may have been read from a memory that others' changes had not reached; a refused write clears it. */
    private KeyReference makeAttempt(Rotation rotation, UUID id, int attempt) {
        try {
            return makeNow(rotation, id);
        } catch (ConflictException e) {
            if (attempt == MAX_ATTEMPTS) {
                throw e;
            }
            return makeAttempt(rotation, id, attempt + 1);
        }
    }

    private KeyReference makeNow(Rotation rotation, UUID id) {
        requireOurs(rotation);
        KeyReference old = references
                .findById(rotation.tenant(), rotation.oldVersion())
                .filter(KeyReference::isLive)
                .orElseThrow(() -> new ConflictException("key '%s' was deleted".formatted(rotation.alias())));
        List<KeyReference> versions = versions(rotation);
        versions.stream().filter(version -> isLeftOver(version, old)).forEach(this::discard);
        int newest = versions.stream()
                .filter(version -> !isLeftOver(version, old))
                .mapToInt(version -> version.name().version())
                .max()
                .orElse(old.name().version());
        KeyName name = new KeyName(rotation.tenant(), rotation.alias(), newest + 1);
        return rotation.plan().externalKey().isPresent()
                ? register(rotation, id, name)
                : generate(rotation, id, old, name);
    }

    /** Whoever was away for longer than the claim held must not touch what the one who followed has made. */
    private void requireOurs(Rotation rotation) {
        boolean ours = rotations
                .find(rotation.tenant(), rotation.id())
                .filter(stored -> stored.revision() == rotation.revision())
                .isPresent();
        if (!ours) {
            throw new ConflictException("the rotation of key '%s' was taken over".formatted(rotation.alias()));
        }
    }

    /** Of an attempt that was given up; only one rotation of a key is under way at a time, and this is it. */
    private static boolean isLeftOver(KeyReference version, KeyReference old) {
        return version.name().version() > old.name().version()
                && (version.state() == KeyState.PRE_ACTIVE
                        && version.lifecycle().destroyAt().isEmpty());
    }

    private KeyReference generate(Rotation rotation, UUID id, KeyReference old, KeyName name) {
        RegisteredProvider target =
                providers.forSuccessor(rotation.tenant(), rotation.plan().provider());
        KeyCreation.Plan plan = new KeyCreation.Plan(
                id,
                target,
                Optional.of(rotation.alias()),
                name.version(),
                false,
                Optional.empty(),
                old.parameters(),
                List.of());
        return creation.create(caller(name), plan, target.provider()::generate);
    }

    private KeyReference register(Rotation rotation, UUID id, KeyName name) {
        var plan = rotation.plan();
        return registration.registerSuccessor(
                caller(name),
                name,
                new RegisterKey(id, plan.provider(), plan.externalKey().orElseThrow(), Optional.empty()));
    }

    private List<KeyReference> versions(Rotation rotation) {
        return references
                .findByAlias(rotation.tenant(), rotation.alias())
                .map(key -> key.versions())
                .orElse(List.of());
    }

    private static Caller caller(KeyName name) {
        return new Caller(name.tenant(), SUBJECT).looking();
    }
}
