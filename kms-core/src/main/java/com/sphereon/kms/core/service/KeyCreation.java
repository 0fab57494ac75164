package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Brings a key into being in two systems so that a crash at any point leaves either nothing or a note of what is
 * unfinished: the name is reserved, the material is made, the reference goes live.
 */
final class KeyCreation {
    private static final Logger LOG = System.getLogger(KeyCreation.class.getName());
    private static final int RANDOM_KID_BYTES = 32;

    private final KeyReferenceStore store;
    private final KeyDeletion deletion;
    private final Providers providers;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    KeyCreation(KeyReferenceStore store, KeyDeletion deletion, Providers providers, Clock clock) {
        this.store = store;
        this.deletion = deletion;
        this.providers = providers;
        this.clock = clock;
    }

    /**
     * What shall be created.
     *
     * @param id of the reference
     * @param active whether it signs at once; it is only published else
     * @param alias its name; its kid when empty
     * @param kid its identifier; derived from the key when empty
     */
    record Plan(
            UUID id,
            RegisteredProvider provider,
            Optional<KeyAlias> alias,
            int version,
            boolean active,
            Optional<Kid> kid,
            KeyParameters parameters,
            List<String> certificateChain) {

        /** The first version of a key, which names itself. */
        static Plan first(UUID id, RegisteredProvider provider, Optional<KeyAlias> alias, KeyParameters parameters) {
            return new Plan(id, provider, alias, 1, true, Optional.empty(), parameters, List.of());
        }
    }

    /** @param maker asks the provider for the material */
    KeyReference create(Caller caller, Plan plan, Function<NewKey, ProviderKey> maker) {
        KeyReference reserved = reserve(caller, plan);
        requireStaying(caller, reserved);
        NewKey newKey = new NewKey(reserved.id(), reserved.name(), reserved.parameters());
        try {
            ProviderKey made = maker.apply(newKey);
            return goLive(caller, plan, reserved, made);
        } catch (UnavailableException e) {
            if (e.isNothingBegun()) {
                close(caller, reserved);
                throw e;
            }
            // It is unknown how far the call came, and at a slow backend the key may come to be after it was discarded.
            // So the note stays, and recovery decides once the outcome can be seen.
            LOG.log(Level.WARNING, "creation of key {0} interrupted: {1}", reserved.id(), e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            undo(caller, plan, reserved, newKey);
            throw e;
        }
    }

    private KeyReference reserve(Caller caller, Plan plan) {
        KeyAlias alias = plan.alias().orElseGet(() -> new KeyAlias("key-" + plan.id()));
        KeyReference reservation = KeyReference.creating(
                plan.id(),
                new KeyName(caller.tenant(), alias, plan.version()),
                plan.provider().id(),
                plan.parameters(),
                plan.active() ? Lifecycle.active(now(caller)) : Lifecycle.preActive(now(caller)));
        store.insert(reservation);
        return reservation;
    }

    /** Nothing was asked of the provider yet, so that there is nothing to take back there. */
    private void requireStaying(Caller caller, KeyReference reserved) {
        try {
            providers.requireStaying(caller.tenant(), reserved.provider());
        } catch (KmsException e) {
            store.update(reserved.deleted(now(caller)));
            throw e;
        }
    }

    /** Nothing was made, so that the name is free at once for whoever tries again. */
    private void close(Caller caller, KeyReference reserved) {
        try {
            store.update(reserved.deleted(now(caller)));
        } catch (KmsException e) {
            LOG.log(Level.WARNING, "closing the creation of key {0} is left to recovery: {1}", reserved.id(), e);
        }
    }

    private KeyReference goLive(Caller caller, Plan plan, KeyReference reserved, ProviderKey made) {
        Kid kid = plan.kid()
                .or(() -> made.publicKey().map(PublicKeyMaterial::thumbprint))
                .orElseGet(this::randomKid);
        KeyIdentity identity = new KeyIdentity(kid, made.providerKeyId(), made.publicKey(), plan.certificateChain());
        KeyReference live = plan.alias().isPresent()
                ? reserved.live(identity, now(caller))
                : reserved.liveUnderKid(identity, now(caller));
        store.update(live);
        return live;
    }

    /** A thumbprint of a symmetric key would be a hash of the secret itself (RFC 7638 section 7), so it gets a name. */
    private Kid randomKid() {
        byte[] bytes = new byte[RANDOM_KID_BYTES];
        random.nextBytes(bytes);
        return new Kid(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * Where the reference did go live after all, the deletion does not win it and leaves the key alone. Where somebody else
     * took it back meanwhile, the material may have come to be after they discarded it.
     */
    private void undo(Caller caller, Plan plan, KeyReference reserved, NewKey newKey) {
        try {
            boolean undone = deletion.delete(caller, reserved);
            boolean live = store.findById(caller.tenant(), reserved.id())
                    .filter(KeyReference::isLive)
                    .isPresent();
            if (!undone && !live) {
                plan.provider().provider().discard(newKey);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "undoing the creation of key {0} is left to recovery: {1}", reserved.id(), e);
        }
    }

    private Change now(Caller caller) {
        return new Change(clock.instant(), caller.subject());
    }
}
