package com.sphereon.kms.core.model;

import java.util.Optional;
import java.util.UUID;

/**
 * What the service remembers of one key version: where it is and what it is, never its material. Immutable; each change
 * gives a new value with the next revision.
 *
 * @param id identifies this version for ever, also after its alias was given to another key
 * @param identity present as soon as the key exists, so not while {@link Progress#CREATING}
 * @param lifecycle its state, and what became of it
 * @param deleted present exactly when {@link Progress#DELETED}
 * @param revision counts the changes from 0, for optimistic locking
 */
public record KeyReference(
        UUID id,
        KeyName name,
        ProviderId provider,
        Origin origin,
        KeyParameters parameters,
        Optional<KeyIdentity> identity,
        Progress progress,
        Lifecycle lifecycle,
        Change created,
        Change updated,
        Optional<Change> deleted,
        long revision) {

    /** @throws IllegalArgumentException when the parts contradict each other */
    public KeyReference {
        if (progress == Progress.LIVE && identity.isEmpty()) {
            throw new IllegalArgumentException("a live key has an identity");
        }
        if (progress == Progress.CREATING && identity.isPresent()) {
            throw new IllegalArgumentException("a key that is being created has no identity yet");
        }
        if (deleted.isPresent() != (progress == Progress.DELETED)) {
            throw new IllegalArgumentException("a deleted key, and no other, has a time of deletion");
        }
    }

    /** The note that a key is about to be made, which is to sign at once. */
    public static KeyReference creating(
            UUID id, KeyName name, ProviderId provider, KeyParameters parameters, Change created) {
        return creating(id, name, provider, parameters, Lifecycle.active(created));
    }

    /** The note that a key is about to be made. */
    public static KeyReference creating(
            UUID id, KeyName name, ProviderId provider, KeyParameters parameters, Lifecycle lifecycle) {
        Change created = lifecycle.since();
        return new KeyReference(
                id,
                name,
                provider,
                Origin.MANAGED,
                parameters,
                Optional.empty(),
                Progress.CREATING,
                lifecycle,
                created,
                created,
                Optional.empty(),
                0);
    }

    /** The reference to a key that the provider holds already. */
    public static KeyReference registered(
            UUID id,
            KeyName name,
            ProviderId provider,
            KeyParameters parameters,
            KeyIdentity identity,
            Lifecycle lifecycle) {
        Change created = lifecycle.since();
        return new KeyReference(
                id,
                name,
                provider,
                Origin.EXTERNAL,
                parameters,
                Optional.of(identity),
                Progress.LIVE,
                lifecycle,
                created,
                created,
                Optional.empty(),
                0);
    }

    /** This version now exists. */
    public KeyReference live(KeyIdentity newIdentity, Change change) {
        return next(name, Optional.of(newIdentity), Progress.LIVE, change, Optional.empty());
    }

    /** This version now exists, and its kid serves as the alias nobody gave it. */
    public KeyReference liveUnderKid(KeyIdentity newIdentity, Change change) {
        KeyAlias alias = new KeyAlias(newIdentity.kid().value());
        KeyName newName = new KeyName(name.tenant(), alias, name.version());
        return next(newName, Optional.of(newIdentity), Progress.LIVE, change, Optional.empty());
    }

    /** This version is about to be deleted. */
    public KeyReference deleting(Change change) {
        return next(name, identity, Progress.DELETING, change, Optional.empty());
    }

    /** This version is gone, or never came to be. */
    public KeyReference deleted(Change change) {
        return next(name, identity, Progress.DELETED, change, Optional.of(change));
    }

    /** The same version with what became of it. */
    public KeyReference with(Lifecycle newLifecycle) {
        return new KeyReference(
                id,
                name,
                provider,
                origin,
                parameters,
                identity,
                progress,
                newLifecycle,
                created,
                newLifecycle.since(),
                deleted,
                revision + 1);
    }

    private KeyReference next(
            KeyName newName,
            Optional<KeyIdentity> newIdentity,
            Progress newProgress,
            Change change,
            Optional<Change> newDeleted) {
        return new KeyReference(
                id,
                newName,
                provider,
                origin,
                parameters,
                newIdentity,
                newProgress,
                lifecycle,
                created,
                change,
                newDeleted,
                revision + 1);
    }

    /** The identity of a version that exists. */
    public KeyIdentity existing() {
        return identity.orElseThrow(() -> new IllegalStateException("key version " + id + " does not exist yet"));
    }

    /** The identifier clients know the version by. */
    public Kid kid() {
        return existing().kid();
    }

    /** What it may be used for now. */
    public KeyState state() {
        return lifecycle.state();
    }

    /** Whether it may sign, encrypt or wrap now. */
    public boolean mayProtect() {
        return isLive() && state().mayProtect();
    }

    /** Whether there is a reference that counts, whatever its state. */
    public boolean isLive() {
        return progress == Progress.LIVE;
    }
}
