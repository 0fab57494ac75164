package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.Progress;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.service.KeyCreation.Plan;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Creates, finds and deletes the keys of a tenant. Safe for use by many threads. */
public final class Keys {
    private static final Duration UNFINISHED_RETRY_AFTER = Duration.ofSeconds(30);

    private final KeyReferenceStore store;
    private final Providers providers;
    private final KeyLookup lookup;
    private final ProviderChoice choice;
    private final KeyCreation creation;
    private final KeyRegistration registration;
    private final KeyRemoval removal;
    private final AuditTrail trail;

    Keys(
            KeyReferenceStore store,
            KeyLookup lookup,
            ProviderChoice choice,
            Providers providers,
            KeyMaking making,
            AuditTrail trail) {
        this.store = store;
        this.providers = providers;
        this.lookup = lookup;
        this.choice = choice;
        this.creation = making.creation;
        this.registration = making.registration;
        this.removal = making.removal;
        this.trail = trail;
    }

    /** What changes keys. */
    record KeyMaking(KeyCreation creation, KeyRegistration registration, KeyRemoval removal) {}

    /**
     * Makes a key. Once this returns, key and reference are durable.
     *
     * @throws DeniedException when the caller may not have a key of that name
     * @throws ConflictException when the alias is taken
     * @throws UnsupportedException when the provider cannot make keys of that kind
     */
    public KeyReference generate(Caller caller, GenerateKey wish) {
        return trail.changing(
                caller,
                AuditOperation.GENERATE_KEY,
                AuditTarget.of(wish.alias()),
                () -> generated(caller, wish),
                AuditTarget::of);
    }

    private KeyReference generated(Caller caller, GenerateKey wish) {
        requireReach(caller, wish.alias());
        RegisteredProvider provider = choice.forNew(caller.tenant(), wish.alias(), wish.provider());
        ProviderChoice.requireSupport(provider, ProviderOperation.GENERATE_KEY, wish.parameters());
        Plan plan = Plan.first(wish.id(), provider, wish.alias(), wish.parameters());
        return creation.create(caller, plan, provider.provider()::generate);
    }

    /**
     * Takes over a key from outside.
     *
     * @throws DeniedException when the caller may not have a key of that name
     * @throws ConflictException when the alias or the kid is taken
     * @throws UnsupportedException when the provider cannot import keys of that kind
     */
    public KeyReference importKey(Caller caller, ImportKey wish) {
        return trail.changing(
                caller,
                AuditOperation.IMPORT_KEY,
                AuditTarget.of(wish.alias()),
                () -> imported(caller, wish),
                AuditTarget::of);
    }

    private KeyReference imported(Caller caller, ImportKey wish) {
        requireReach(caller, wish.alias());
        requireOwnKid(caller, wish.kid(), wish.material().publicKey());
        wish.kid()
                .or(() -> wish.material().publicKey().map(PublicKeyMaterial::thumbprint))
                .ifPresent(kid -> KeyRegistration.requireNeverCompromised(store, caller.tenant(), kid));
        RegisteredProvider provider = choice.forNew(caller.tenant(), wish.alias(), wish.provider());
        ProviderChoice.requireSupport(provider, ProviderOperation.IMPORT_KEY, wish.parameters());
        List<String> certificateChain = CertificateChain.encodedFor(
                wish.certificateChain(), wish.material().publicKey());
        KeyAlias alias = wish.alias()
                .or(() -> wish.kid().map(kid -> new KeyAlias(kid.value())))
                .orElseThrow(() -> new InvalidRequestException(
                        "keyInfo.alias is missing; without it keyInfo.kid or keyInfo.key.kid must name the key"));
        Plan plan = new Plan(
                wish.id(), provider, Optional.of(alias), 1, true, wish.kid(), wish.parameters(), certificateChain);
        return creation.create(caller, plan, newKey -> provider.provider().importKey(newKey, wish.material()));
    }

    /**
     * Takes note of a key that a provider holds already. The same again returns what was noted the first time.
     *
     * @throws DeniedException when the caller may not have a key of that name
     * @throws NotFoundException when there is no such provider, or no such key at it
     * @throws InvalidRequestException when the provider cannot refer to keys made elsewhere
     * @throws ConflictException when alias or kid name another key
     */
    public KeyReference register(Caller caller, RegisterKey wish) {
        return trail.changing(
                caller,
                AuditOperation.REGISTER_KEY,
                AuditTarget.of(wish.alias()),
                () -> registered(caller, wish),
                AuditTarget::of);
    }

    private KeyReference registered(Caller caller, RegisterKey wish) {
        requireReach(caller, Optional.of(wish.alias()));
        requireOwnKid(caller, wish.kid(), Optional.empty());
        return registration.register(caller, wish);
    }

    /**
     * The version a name stands for.
     *
     * @param provider looks only there, when given
     * @throws NotFoundException when this tenant has no such key, or no such provider can be seen
     */
    public KeyReference get(Caller caller, String aliasOrKid, Optional<ProviderId> provider) {
        provider.ifPresent(named -> providers.get(caller.tenant(), named));
        return lookup.require(caller, aliasOrKid, provider);
    }

    /**
     * What became of a key that was to be made: the version with that id.
     *
     * @return nothing when there never was one, or it was taken back or deleted
     * @throws UnavailableException while that cannot be told, because it is unfinished
     */
    public Optional<KeyReference> find(Caller caller, UUID id) {
        Optional<KeyReference> found = store.findById(caller.tenant(), id)
                .filter(version -> version.progress() != Progress.DELETED)
                .filter(version -> lookup.reaches(caller, version.name().alias()));
        found.filter(version -> !version.isLive()).ifPresent(unfinished -> {
            throw new UnavailableException(
                    "An interrupted request for key '%s' is not cleared up yet"
                            .formatted(unfinished.name().alias()),
                    UNFINISHED_RETRY_AFTER,
                    new IllegalStateException("reference %s is %s".formatted(id, unfinished.progress())));
        });
        return found;
    }

    /**
     * All versions of the key a name stands for that live, the newest first.
     *
     * @throws NotFoundException when this tenant has no such key
     */
    public Key versions(Caller caller, String aliasOrKid) {
        List<KeyReference> live = lookup.requireKey(caller, aliasOrKid).versions().stream()
                .filter(KeyReference::isLive)
                .toList();
        if (live.isEmpty()) {
            throw KeyLookup.notFound(aliasOrKid);
        }
        return new Key(live);
    }

    /**
     * The keys of the tenant, each as the version that stands for it, ordered by alias.
     *
     * @param provider only those whose version is held there, when given
     * @throws NotFoundException when no such provider can be seen
     */
    public List<KeyReference> list(Caller caller, Optional<ProviderId> provider) {
        provider.ifPresent(named -> providers.get(caller.tenant(), named));
        Map<KeyAlias, List<KeyReference>> byAlias = store.list(caller.tenant(), Optional.empty()).stream()
                .filter(version -> lookup.reaches(caller, version.name().alias()))
                .collect(Collectors.groupingBy(
                        version -> version.name().alias(), LinkedHashMap::new, Collectors.toList()));
        return byAlias.values().stream()
                .flatMap(versions -> new Key(versions).primary().stream())
                .filter(primary -> provider.isEmpty() || primary.provider().equals(provider.get()))
                .toList();
    }

    /**
     * Deletes the key a name stands for, with all its versions. Repeatable until it succeeded; for a key that is managed
     * elsewhere also afterwards.
     *
     * @throws NotFoundException when this tenant has no such key
     * @throws ConflictException when the key serves a duty, or is about to be rotated
     */
    public void delete(Caller caller, String aliasOrKid, Optional<ProviderId> provider) {
        trail.changing(caller, AuditOperation.DELETE_KEY, AuditTarget.named(aliasOrKid), () -> {
            provider.ifPresent(named -> providers.get(caller.tenant(), named));
            removal.remove(caller, aliasOrKid, provider);
        });
    }

    /** A key without a name of its own is no duty of any service. */
    private static void requireReach(Caller caller, Optional<KeyAlias> alias) {
        if (caller.service().isPresent() && !alias.map(caller::reaches).orElse(false)) {
            throw new DeniedException("the token is for the duties of service '%1$s'; alias must begin with '%1$s:'"
                    .formatted(caller.service().get()));
        }
    }

    /** A kid is a name as well: one that looks like another service's would make its callers sign with this key. */
    private static void requireOwnKid(Caller caller, Optional<Kid> kid, Optional<PublicKeyMaterial> key) {
        if (caller.service().isEmpty() || kid.isEmpty() || kid.equals(key.map(PublicKeyMaterial::thumbprint))) {
            return;
        }
        if (!caller.reaches(new KeyAlias(kid.get().value()))) {
            throw new DeniedException(
                    "the token is for the duties of service '%1$s'; kid must be the key's thumbprint or begin with '%1$s:'"
                            .formatted(caller.service().get()));
        }
    }
}
