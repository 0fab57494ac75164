package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PreconditionFailedException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.ProviderRegistryStore;
import com.sphereon.kms.core.spi.SettingSpec;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The administration of providers by the platform, while they are used: what is registered, changed or removed is so on this
 * replica when the call returns, and on all others within a second. Every change is recorded in the log of the tenant whose
 * administrator made it. Safe for use by many threads and replicas.
 */
public final class ProviderAdministration {
    private final ProviderRegistry registry;
    private final Providers providers;
    private final KeyReferenceStore references;
    private final ProviderRemoval removal;
    private final ProviderCheck check;
    private final AuditTrail trail;

    ProviderAdministration(
            ProviderRegistry registry, Providers providers, KeyReferenceStore references, AuditTrail trail) {
        this.registry = registry;
        this.providers = providers;
        this.references = references;
        this.removal = new ProviderRemoval(registry, references);
        this.check = new ProviderCheck(registry.types());
        this.trail = trail;
    }

    /** The types of providers that can be registered. */
    public ProviderTypes types() {
        return registry.types();
    }

    /** All there are, of the platform and of all tenants, disabled and hidden ones too. */
    public List<AdministeredProvider> list(Caller caller) {
        requireWholePlatform(caller);
        return registry.current().all().stream().map(this::administered).toList();
    }

    /** @throws NotFoundException when there is no such provider */
    public AdministeredProvider get(Caller caller, ProviderSelector selector) {
        requireWholePlatform(caller);
        return administered(find(selector));
    }

    /**
     * Whether a provider may be changed at all, for whoever has not read yet what it is to become. A refusal is recorded as one
     * of the change.
     *
     * @throws NotFoundException when there is no such provider
     * @throws ConflictException when it is declared in the configuration
     */
    public void requireChangeable(Caller caller, ProviderSelector selector, AuditOperation change) {
        try {
            changeable(caller, selector);
        } catch (KmsException e) {
            trail.changing(caller, change, target(selector), () -> {
                throw e;
            });
        }
    }

    private ProviderRegistration changeable(Caller caller, ProviderSelector selector) {
        return get(caller, selector).registration().orElseThrow(() -> declared(selector.id()));
    }

    /** The registration of that id. */
    public Optional<AdministeredProvider> find(Caller caller, UUID id) {
        return list(caller).stream()
                .filter(provider -> provider.registration()
                        .filter(row -> row.id().equals(id))
                        .isPresent())
                .findFirst();
    }

    /**
     * Registers a provider. Does not wait for its backend.
     *
     * @param id of the registration; whoever does not get the answer can ask for it
     * @throws InvalidRequestException when no provider can be made of its settings
     * @throws ConflictException when the name is taken, or keys of another owner's provider go by it
     */
    public AdministeredProvider create(Caller caller, UUID id, ProviderDefinition wish) {
        AuditTarget target = AuditTarget.NONE.with(wish.id()).with(id);
        return trail.changing(
                caller, AuditOperation.CREATE_PROVIDER, target, () -> created(caller, id, wish), unused -> target);
    }

    private AdministeredProvider created(Caller caller, UUID id, ProviderDefinition wish) {
        requireWholePlatform(caller);
        if (registry.current().all().stream()
                .anyMatch(known -> known.definition().sharesNameWith(wish))) {
            throw new ConflictException("there is a provider '%s' already".formatted(wish.id()));
        }
        requireNoForeignKeys(wish);
        ProviderRegistration row = ProviderRegistration.created(id, wish, now(caller));
        write(row, () -> store().insert(row));
        return administered(row);
    }

    /** Of keys whose provider is not there the platform's was the holder, which a tenant must not step in for. */
    private void requireNoForeignKeys(ProviderDefinition wish) {
        if (wish.owner().isPresent() && references.count(wish.id(), wish.owner()) > 0) {
            throw new ConflictException(
                    "the tenant has keys at a provider '%s' that was the platform's; choose another providerId"
                            .formatted(wish.id()));
        }
    }

    /**
     * Defines a provider anew. Calls in flight end with the instance they began with; the next ones use the new settings.
     *
     * @throws NotFoundException when there is no such provider
     * @throws InvalidRequestException when id, type or owner are not as they were, or no provider can be made of it
     * @throws ConflictException when it is declared in the configuration, or the default and would be disabled or hidden
     * @throws PreconditionFailedException when what is stored is not what the caller expects
     */
    public AdministeredProvider put(
            Caller caller, ProviderSelector selector, ProviderDefinition wish, Tag.Precondition expected) {
        return trail.changing(
                caller,
                AuditOperation.CHANGE_PROVIDER,
                target(selector),
                () -> changed(caller, selector, wish, expected),
                changed -> target(changed.definition().id(), changed.registration()));
    }

    private AdministeredProvider changed(
            Caller caller, ProviderSelector selector, ProviderDefinition wish, Tag.Precondition expected) {
        ProviderRegistration stored = stored(caller, selector, expected);
        requireSame("providerId", stored.definition().id(), wish.id());
        requireSame("type", stored.definition().type(), wish.type());
        requireSame("ownership", stored.definition().owner(), wish.owner());
        boolean lost = !wish.enabled() || wish.visibility() instanceof ProviderVisibility.Hidden;
        if (lost && providers.isDefault(wish.id())) {
            throw isDefault(wish.id());
        }
        ProviderRegistration changed = stored.with(wish, now(caller));
        write(changed, () -> update(changed));
        return administered(changed);
    }

    /**
     * Removes a provider that holds no keys. Calls in flight end as they began.
     *
     * @throws NotFoundException when there is no such provider
     * @throws ConflictException when it holds keys, naming how many, or is declared in the configuration, or the default
     * @throws PreconditionFailedException when what is stored is not what the caller expects
     */
    public void delete(Caller caller, ProviderSelector selector, Tag.Precondition expected) {
        trail.changing(
                caller,
                AuditOperation.DELETE_PROVIDER,
                target(selector),
                () -> removed(caller, selector, expected),
                removed -> target(selector.id(), Optional.of(removed)));
    }

    private ProviderRegistration removed(Caller caller, ProviderSelector selector, Tag.Precondition expected) {
        ProviderRegistration stored = stored(caller, selector, expected);
        if (providers.isDefault(selector.id())) {
            throw isDefault(selector.id());
        }
        removal.remove(stored);
        return stored;
    }

    /**
     * Finds out what works of a provider, without making a key. Waits for its backend for as long as one call may take.
     *
     * @throws NotFoundException when there is no such provider
     */
    public ProviderValidation validate(Caller caller, ProviderSelector selector) {
        AuditTarget target = target(selector);
        return trail.changing(
                caller,
                AuditOperation.VALIDATE_PROVIDER,
                target,
                () -> {
                    requireWholePlatform(caller);
                    return check.check(find(selector));
                },
                unused -> target);
    }

    /**
     * Brings what is known of providers up to date, and finishes what was interrupted. For whoever keeps house, every half
     * second; does not throw when the registry cannot be read.
     */
    public int poll() {
        registry.poll();
        return removal.takeBackInterrupted();
    }

    private KnownProvider find(ProviderSelector selector) {
        return find(registry.current(), selector)
                .orElseThrow(() -> new NotFoundException(
                        "Provider not found: %s; the providers are listed at /providers".formatted(selector.id())));
    }

    private static Optional<KnownProvider> find(ProviderSnapshot snapshot, ProviderSelector selector) {
        return snapshot.findOf(selector.owner(), selector.id()).filter(known -> selector.hidden() || !known.isHidden());
    }

    private ProviderRegistration stored(Caller caller, ProviderSelector selector, Tag.Precondition expected) {
        ProviderRegistration row = changeable(caller, selector);
        expected.require(administered(row).tag());
        return row;
    }

    private AdministeredProvider administered(KnownProvider known) {
        return new AdministeredProvider(
                known.definition(),
                known.registration(),
                providers.isDefault(known.definition().id()));
    }

    private AdministeredProvider administered(ProviderRegistration row) {
        return new AdministeredProvider(
                row.definition(),
                Optional.of(row),
                providers.isDefault(row.definition().id()));
    }

    private ProviderRegistryStore store() {
        return registry.store();
    }

    /** Providers are the platform's business, which a token for one service's duties is not for. */
    private static void requireWholePlatform(Caller caller) {
        if (caller.service().isPresent()) {
            throw new DeniedException("the token is for the duties of service '%s' and does not administer providers"
                    .formatted(caller.service().get()));
        }
    }

    /** As far as it is known here; what cannot be read must not keep a refusal from being recorded. */
    private AuditTarget target(ProviderSelector selector) {
        return target(selector.id(), find(registry.now(), selector).flatMap(KnownProvider::registration));
    }

    /** Two tenants may each have a provider by one name, so the name alone does not say which. */
    private static AuditTarget target(ProviderId id, Optional<ProviderRegistration> row) {
        AuditTarget named = AuditTarget.NONE.with(id);
        return row.map(ProviderRegistration::id).map(named::with).orElse(named);
    }

    private Change now(Caller caller) {
        return new Change(trail.clock().instant(), caller.subject());
    }

    private static void requireSame(String member, Object stored, Object wished) {
        if (!stored.equals(wished)) {
            throw new InvalidRequestException(
                    "%s cannot be changed; register another provider, and remove this one".formatted(member));
        }
    }

    private static ConflictException declared(ProviderId id) {
        return new ConflictException(
                "provider '%s' is declared in the configuration, by the key kms.providers.%s, and can be changed only there"
                        .formatted(id, id));
    }

    private static ConflictException isDefault(ProviderId id) {
        return new ConflictException(
                "provider '%s' is the default provider; let kms.default-provider name another one first".formatted(id));
    }

    private void write(ProviderRegistration row, Runnable writing) {
        try {
            registry.write(Optional.of(row), writing);
        } catch (InvalidSettingException e) {
            throw new InvalidRequestException(
                    "configuration.%s %s".formatted(SettingSpec.memberName(e.setting()), e.problem()));
        }
    }

    private void update(ProviderRegistration changed) {
        try {
            store().update(changed);
        } catch (ConflictException e) {
            throw ProviderRemoval.changed();
        }
    }
}
