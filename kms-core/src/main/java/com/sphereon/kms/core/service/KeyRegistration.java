package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.ProviderKey;
import java.time.Clock;
import java.util.Optional;

/** Takes note of keys that exist at a provider already. The same registration again changes nothing. */
final class KeyRegistration {
    private final KeyReferenceStore store;
    private final Providers providers;
    private final Clock clock;

    KeyRegistration(KeyReferenceStore store, Providers providers, Clock clock) {
        this.store = store;
        this.providers = providers;
        this.clock = clock;
    }

    KeyReference register(Caller caller, RegisterKey wish) {
        ProviderKey described = describe(caller, wish, requireCapable(caller, wish));
        KeyIdentity identity = identityOf(wish, described);
        Optional<Key> existing = store.findByAlias(caller.tenant(), wish.alias())
                .filter(key -> key.primary().isPresent());
        if (existing.isPresent()) {
            return requireSame(existing.get(), wish, identity);
        }
        requireNeverCompromised(store, caller.tenant(), identity.kid());
        requireUnknown(caller.tenant(), wish.provider(), described);
        return insert(caller, wish, identity, described);
    }

    /**
     * Takes note of a key that is to follow the versions there are. It is published, and does not sign yet.
     *
     * @param name the version it becomes
     * @param successor the key's own name at the provider
     */
    KeyReference registerSuccessor(Caller caller, KeyName name, RegisterKey successor) {
        RegisteredProvider holder = requireCapable(caller, successor);
        ProviderKey described = describe(caller, successor, holder);
        KeyIdentity identity = identityOf(successor, described);
        requireNeverCompromised(store, caller.tenant(), identity.kid());
        requireUnknown(caller.tenant(), successor.provider(), described);
        KeyReference reference = KeyReference.registered(
                successor.id(),
                name,
                successor.provider(),
                described.parameters(),
                identity,
                Lifecycle.preActive(new Change(clock.instant(), caller.subject())));
        store.insert(reference);
        requireStaying(caller, reference);
        return reference;
    }

    /** What a key at a provider could be the successor of. */
    ProviderKey describe(Caller caller, RegisterKey wish) {
        return describe(caller, wish, requireCapable(caller, wish));
    }

    private RegisteredProvider requireCapable(Caller caller, RegisterKey wish) {
        RegisteredProvider provider = providers.forRegistration(caller.tenant(), wish.provider());
        if (!provider.provider().capabilities().supports(ProviderOperation.REGISTER_KEY_REFERENCE)) {
            throw new InvalidRequestException(
                    ErrorCode.KMS_EXTERNAL_KEY_UNSUPPORTED,
                    "Provider %s cannot refer to keys made elsewhere".formatted(provider.id()));
        }
        return provider;
    }

    private static ProviderKey describe(Caller caller, RegisterKey wish, RegisteredProvider provider) {
        try {
            return provider.provider()
                    .describe(new KeyHandle(caller.tenant(), wish.alias().value()));
        } catch (NotFoundException e) {
            throw new NotFoundException(
                    ErrorCode.KMS_EXTERNAL_KEY_NOT_FOUND,
                    "Provider %s has no key '%s'".formatted(provider.id(), wish.alias()));
        }
    }

    private static KeyIdentity identityOf(RegisterKey wish, ProviderKey key) {
        Optional<Kid> actual = key.canonicalKid().or(() -> key.publicKey().map(PublicKeyMaterial::thumbprint));
        if (wish.kid().isPresent() && actual.isPresent() && !wish.kid().equals(actual)) {
            throw new ConflictException(
                    ErrorCode.KMS_EXTERNAL_KEY_IDENTITY_MISMATCH,
                    "kid '%s' was given, but key '%s' is '%s'"
                            .formatted(wish.kid().get(), wish.alias(), actual.get()));
        }
        Kid kid = actual.or(wish::kid).orElseGet(() -> new Kid(wish.alias().value()));
        return new KeyIdentity(kid, key.providerKeyId(), key.publicKey(), key.certificateChain());
    }

    private static KeyReference requireSame(Key existing, RegisterKey wish, KeyIdentity identity) {
        return existing.versions().stream()
                .filter(KeyReference::isLive)
                .filter(version -> version.origin() == Origin.EXTERNAL
                        && version.provider().equals(wish.provider())
                        && version.existing().isSameKeyAs(identity))
                .findFirst()
                .orElseThrow(() -> new ConflictException(
                        ErrorCode.KMS_EXTERNAL_KEY_REGISTRATION_CONFLICT,
                        "alias '%s' names another key already".formatted(wish.alias())));
    }

    /**
     * One key has one name: under a second one it would sign on after its version was suspended, compromised or replaced.
     * The kid of a key made here is the thumbprint, that of the same key registered may be the provider's own name.
     *
     * @throws ConflictException when a version that is not deleted is this very key, or a deleted one that was compromised
     */
    void requireUnknown(TenantId tenant, ProviderId provider, ProviderKey key) {
        store.findHeldAs(tenant, provider, key.providerKeyId()).stream()
                .filter(version ->
                        version.deleted().isEmpty() || version.lifecycle().isCompromised())
                .findFirst()
                .ifPresent(version -> {
                    throw alreadyKnown(version);
                });
        key.publicKey().map(PublicKeyMaterial::thumbprint).ifPresent(thumbprint -> {
            store.findByKid(tenant, thumbprint).stream().findFirst().ifPresent(version -> {
                throw alreadyKnown(version);
            });
            requireNeverCompromised(store, tenant, thumbprint);
        });
    }

    private static ConflictException alreadyKnown(KeyReference version) {
        return new ConflictException(
                ErrorCode.KMS_EXTERNAL_KEY_REGISTRATION_CONFLICT,
                "this key is version %d of key '%s' already"
                        .formatted(version.name().version(), version.name().alias()));
    }

    /** What was in other hands once is so under whatever name it comes back. */
    static void requireNeverCompromised(KeyReferenceStore store, TenantId tenant, Kid kid) {
        boolean compromised = store.findDeleted(tenant, kid.value())
                .filter(version -> version.lifecycle().isCompromised())
                .isPresent();
        if (compromised) {
            throw new ConflictException(
                    "kid '%s' is that of a key that was compromised and then deleted".formatted(kid));
        }
    }

    private KeyReference insert(Caller caller, RegisterKey wish, KeyIdentity identity, ProviderKey described) {
        KeyReference reference = KeyReference.registered(
                wish.id(),
                new KeyName(caller.tenant(), wish.alias(), 1),
                wish.provider(),
                described.parameters(),
                identity,
                Lifecycle.active(new Change(clock.instant(), caller.subject())));
        try {
            store.insert(reference);
        } catch (ConflictException e) {
            throw new ConflictException(
                    ErrorCode.KMS_EXTERNAL_KEY_REGISTRATION_CONFLICT,
                    "alias '%s' or kid '%s' names another key already".formatted(wish.alias(), identity.kid()));
        }
        requireStaying(caller, reference);
        return reference;
    }

    /** A provider that is removed at this moment must not leave a reference behind that leads nowhere. */
    private void requireStaying(Caller caller, KeyReference reference) {
        try {
            providers.requireStaying(caller.tenant(), reference.provider());
        } catch (KmsException e) {
            store.update(reference.deleted(new Change(clock.instant(), caller.subject())));
            throw e;
        }
    }
}
