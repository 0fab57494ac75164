package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.service.KeyCreation.Plan;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.util.List;
import java.util.Optional;

/** Creates, finds and deletes the keys of a tenant. Safe for use by many threads. */
public final class Keys {
    /** How often a deletion is tried anew because others changed the key at the same moment. */
    private static final int MAX_DELETE_ATTEMPTS = 10;

    private final KeyReferenceStore store;
    private final Providers providers;
    private final KeyLookup lookup;
    private final KeyCreation creation;
    private final KeyRegistration registration;
    private final KeyDeletion deletion;

    Keys(
            KeyReferenceStore store,
            KeyLookup lookup,
            Providers providers,
            KeyCreation creation,
            KeyRegistration registration,
            KeyDeletion deletion) {
        this.store = store;
        this.providers = providers;
        this.lookup = lookup;
        this.creation = creation;
        this.registration = registration;
        this.deletion = deletion;
    }

    /**
     * Makes a key. Once this returns, key and reference are durable.
     *
     * @throws DeniedException when the caller may not have a key of that name
     * @throws ConflictException when the alias is taken
     * @throws UnsupportedException when the provider cannot make keys of that kind
     */
    public KeyReference generate(Caller caller, GenerateKey wish) {
        requireReach(caller, wish.alias());
        RegisteredProvider provider = providers.choose(wish.provider());
        requireSupport(provider, ProviderOperation.GENERATE_KEY, wish.parameters());
        Plan plan = new Plan(provider, wish.alias(), Optional.empty(), wish.parameters(), List.of());
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
        requireReach(caller, wish.alias());
        requireOwnKid(caller, wish.kid(), wish.material().publicKey());
        RegisteredProvider provider = providers.choose(wish.provider());
        requireSupport(provider, ProviderOperation.IMPORT_KEY, wish.parameters());
        List<String> certificateChain = CertificateChain.encodedFor(
                wish.certificateChain(), wish.material().publicKey());
        KeyAlias alias = wish.alias()
                .or(() -> wish.kid().map(kid -> new KeyAlias(kid.value())))
                .orElseThrow(() -> new InvalidRequestException(
                        "keyInfo.alias is missing; without it keyInfo.kid or keyInfo.key.kid must name the key"));
        Plan plan = new Plan(provider, Optional.of(alias), wish.kid(), wish.parameters(), certificateChain);
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
        provider.ifPresent(providers::get);
        return lookup.require(caller, aliasOrKid, provider);
    }

    /**
     * The live key versions of the tenant, ordered by alias.
     *
     * @param provider only those held there, when given
     * @throws NotFoundException when no such provider can be seen
     */
    public List<KeyReference> list(Caller caller, Optional<ProviderId> provider) {
        provider.ifPresent(providers::get);
        return store.list(caller.tenant(), provider).stream()
                .filter(version -> caller.reaches(version.name().alias()))
                .toList();
    }

    /**
     * Deletes the key a name stands for, with all its versions. Repeatable until it succeeded.
     *
     * @throws NotFoundException when this tenant has no such key
     */
    public void delete(Caller caller, String aliasOrKid, Optional<ProviderId> provider) {
        provider.ifPresent(providers::get);
        for (int attempt = 0; attempt < MAX_DELETE_ATTEMPTS; attempt++) {
            List<KeyReference> versions = deletable(caller, aliasOrKid, provider);
            if (versions.stream().allMatch(version -> deletion.delete(caller, version))) {
                return;
            }
            // Someone else changed or deleted a version between our reading and our writing.
        }
        throw new ConflictException("key '%s' is being changed by others all the time".formatted(aliasOrKid));
    }

    /** What exists under that name, and what is being deleted still: an interrupted deletion may be repeated. */
    private List<KeyReference> deletable(Caller caller, String aliasOrKid, Optional<ProviderId> provider) {
        List<KeyReference> versions = lookup
                .byAlias(caller, new KeyAlias(aliasOrKid))
                .or(() -> byKid(caller, new Kid(aliasOrKid), provider))
                .stream()
                .flatMap(key -> key.versions().stream())
                .filter(version -> version.identity().isPresent())
                .filter(version -> provider.isEmpty() || version.provider().equals(provider.get()))
                .toList();
        if (versions.isEmpty()) {
            throw KeyLookup.notFound(aliasOrKid);
        }
        return versions;
    }

    private Optional<Key> byKid(Caller caller, Kid kid, Optional<ProviderId> provider) {
        return KeyLookup.theOnly(kid, lookup.byKid(caller, kid, provider))
                .flatMap(version -> lookup.byAlias(caller, version.name().alias()));
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

    private static void requireSupport(
            RegisteredProvider provider, ProviderOperation operation, KeyParameters parameters) {
        KeySpec spec = parameters.spec();
        var capabilities = provider.provider().capabilities();
        if (!capabilities.supports(operation) || !capabilities.keys().contains(spec)) {
            throw new UnsupportedException(
                    "Provider %s does not support %s for keys of type %s".formatted(provider.id(), operation, spec));
        }
    }
}
