package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PreconditionFailedException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Purpose;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The administration of where new keys of duties are made. What is there already stays where it is. Safe for use by many
 * threads and replicas.
 */
public final class ProviderIntegrations {
    private final ProviderIntegrationStore store;
    private final Providers providers;
    private final AuditTrail trail;

    ProviderIntegrations(ProviderIntegrationStore store, Providers providers, AuditTrail trail) {
        this.store = store;
        this.providers = providers;
        this.trail = trail;
    }

    /** What an administrator decides; see {@link ProviderIntegration}. */
    public record Wish(
            ProviderId provider,
            Optional<ServiceName> service,
            Optional<Purpose> purpose,
            int priority,
            boolean enabled) {}

    /** The tag of an integration. */
    public static Tag tag(ProviderIntegration integration) {
        return Tag.of(integration.revision(), integration.updated());
    }

    /** All of the tenant, in the order in which they decide. */
    public List<ProviderIntegration> list(Caller caller) {
        return store.list(caller.tenant()).stream()
                .filter(integration -> isInReach(caller, integration.service()))
                .toList();
    }

    /** @throws NotFoundException when the tenant has none of that id */
    public ProviderIntegration get(Caller caller, UUID id) {
        return find(caller, id)
                .orElseThrow(() -> new NotFoundException("Provider integration not found: %s".formatted(id)));
    }

    /** The integration of that id. */
    public Optional<ProviderIntegration> find(Caller caller, UUID id) {
        return list(caller).stream()
                .filter(integration -> integration.id().equals(id))
                .findFirst();
    }

    /**
     * @param id of what is made; whoever does not get the answer can ask for it
     * @throws InvalidRequestException when there is no such provider, or a value is not allowed
     * @throws ConflictException when the tenant has one with the same provider, service and purpose
     */
    public ProviderIntegration create(Caller caller, UUID id, Wish wish) {
        return recorded(caller, AuditOperation.CREATE_INTEGRATION, id, wish, () -> created(caller, id, wish));
    }

    private ProviderIntegration created(Caller caller, UUID id, Wish wish) {
        requireAllowed(caller, wish);
        requireNoOther(caller, id, wish);
        Change change = now(caller);
        ProviderIntegration created = integration(caller, id, wish, change, change, 0);
        store.insert(created);
        return created;
    }

    /**
     * @throws NotFoundException when the tenant has none of that id
     * @throws InvalidRequestException when there is no such provider, or a value is not allowed
     * @throws PreconditionFailedException when what is stored is not what the caller expects
     */
    public ProviderIntegration put(Caller caller, UUID id, Wish wish, Tag.Precondition expected) {
        return recorded(caller, AuditOperation.CHANGE_INTEGRATION, id, wish, () -> changed(caller, id, wish, expected));
    }

    private ProviderIntegration changed(Caller caller, UUID id, Wish wish, Tag.Precondition expected) {
        ProviderIntegration stored = get(caller, id);
        expected.require(tag(stored));
        requireAllowed(caller, wish);
        requireNoOther(caller, id, wish);
        ProviderIntegration changed =
                integration(caller, id, wish, stored.created(), now(caller), stored.revision() + 1);
        write(() -> store.update(changed));
        return changed;
    }

    /**
     * @throws NotFoundException when the tenant has none of that id
     * @throws PreconditionFailedException when what is stored is not what the caller expects
     */
    public void delete(Caller caller, UUID id, Tag.Precondition expected) {
        trail.changing(caller, AuditOperation.DELETE_INTEGRATION, AuditTarget.NONE.with(id), () -> {
            ProviderIntegration stored = get(caller, id);
            expected.require(tag(stored));
            write(() -> store.delete(stored));
        });
    }

    private ProviderIntegration recorded(
            Caller caller, AuditOperation operation, UUID id, Wish wish, Supplier<ProviderIntegration> change) {
        AuditTarget target = AuditTarget.NONE.with(wish.provider()).with(id);
        return trail.changing(caller, operation, target, change, unused -> target);
    }

    private static ProviderIntegration integration(
            Caller caller, UUID id, Wish wish, Change created, Change updated, long revision) {
        return new ProviderIntegration(
                id,
                caller.tenant(),
                wish.provider(),
                wish.service(),
                wish.purpose(),
                wish.priority(),
                wish.enabled(),
                created,
                updated,
                revision);
    }

    private void requireAllowed(Caller caller, Wish wish) {
        providers.choose(caller.tenant(), Optional.of(wish.provider()));
        if (!isInReach(caller, wish.service())) {
            throw new DeniedException("the token is for the duties of service '%1$s'; service must be '%1$s'"
                    .formatted(caller.service().orElseThrow()));
        }
    }

    private void requireNoOther(Caller caller, UUID id, Wish wish) {
        boolean taken = store.list(caller.tenant()).stream()
                .anyMatch(other -> !other.id().equals(id)
                        && other.provider().equals(wish.provider())
                        && other.service().equals(wish.service())
                        && other.purpose().equals(wish.purpose()));
        if (taken) {
            throw new ConflictException("there is an integration of provider '%s' with that service and purpose already"
                    .formatted(wish.provider()));
        }
    }

    private static boolean isInReach(Caller caller, Optional<ServiceName> service) {
        return caller.service().isEmpty() || caller.service().equals(service);
    }

    private Change now(Caller caller) {
        return new Change(trail.clock().instant(), caller.subject());
    }

    private static void write(Runnable writing) {
        try {
            writing.run();
        } catch (ConflictException e) {
            throw new PreconditionFailedException("the integration was changed by another request; read it again");
        }
    }
}
