package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes the key of a duty when a service first asks for it, once however many ask at the same time. */
final class Provisioning {
    /** Whose deed such a key is. */
    static final String SUBJECT = "kms:provisioning";

    /** How long those who come second wait for the first. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final KeyReferenceStore store;
    private final Duties duties;
    private final ProviderChoice choice;
    private final KeyCreation creation;
    private final AuditTrail trail;

    Provisioning(
            KeyReferenceStore store, Duties duties, ProviderChoice choice, KeyCreation creation, AuditTrail trail) {
        this.store = store;
        this.duties = duties;
        this.choice = choice;
        this.creation = creation;
        this.trail = trail;
    }

    /** Whether the key of that name is one this class makes for the caller, should there be none. */
    boolean isDue(Caller caller, KeyAlias name) {
        return caller.usesKeys()
                && Duty.named(name)
                        .map(duty -> duties.setting(caller.tenant(), duty))
                        .filter(setting -> setting.enabled()
                                && setting.provisioning()
                                && setting.alias().isEmpty())
                        .isPresent();
    }

    /**
     * The duty's key, made by this call or by another one at the same time.
     *
     * @throws UnavailableException when another call is at it and does not come to an end
     */
    Key provide(TenantId tenant, Duty duty) {
        return Waiting.atMost(PATIENCE, () -> usable(tenant, duty).or(() -> make(tenant, duty)))
                .orElseThrow(() -> new UnavailableException(
                        "The key of duty '%s' is still being made".formatted(duty),
                        RETRY_AFTER,
                        new IllegalStateException("reserved by another call")));
    }

    private Optional<Key> usable(TenantId tenant, Duty duty) {
        return store.findByAlias(tenant, duty.alias())
                .filter(key -> key.primary().isPresent());
    }

    private Optional<Key> make(TenantId tenant, Duty duty) {
        if (store.findByAlias(tenant, duty.alias()).isPresent()) {
            return Optional.empty();
        }
        var algorithm = duty.purpose().defaultAlgorithm();
        var spec = algorithm.defaultKeySpec();
        KeyParameters parameters =
                KeyParameters.of(spec, KeyUsage.of(spec, Optional.empty(), Set.of()), Optional.of(algorithm));
        RegisteredProvider provider = choice.forNew(tenant, Optional.of(duty.alias()), Optional.empty());
        ProviderChoice.requireSupport(provider, ProviderOperation.GENERATE_KEY, parameters);
        KeyCreation.Plan plan =
                KeyCreation.Plan.first(UUID.randomUUID(), provider, Optional.of(duty.alias()), parameters);
        try {
            create(new Caller(tenant, SUBJECT), plan);
        } catch (ConflictException e) {
            if (!store.findByKid(tenant, new Kid(duty.alias().value())).isEmpty()) {
                throw e;
            }
            // Somebody else was first; the key will be there in a moment.
            return Optional.empty();
        }
        return usable(tenant, duty);
    }

    private void create(Caller caller, KeyCreation.Plan plan) {
        trail.changing(
                caller,
                AuditOperation.PROVISION_KEY,
                AuditTarget.of(plan.alias()),
                () -> creation.create(caller, plan, plan.provider().provider()::generate),
                AuditTarget::of);
    }
}
