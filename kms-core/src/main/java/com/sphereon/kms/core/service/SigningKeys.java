package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PreconditionFailedException;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.TenantConfigStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The administration of which key serves which duty. Safe for use by many threads and replicas. */
public final class SigningKeys {
    private final TenantConfigStore configuration;
    private final KeyReferenceStore references;
    private final Duties duties;
    private final AuditTrail trail;

    SigningKeys(TenantConfigStore configuration, KeyReferenceStore references, Duties duties, AuditTrail trail) {
        this.configuration = configuration;
        this.references = references;
        this.duties = duties;
        this.trail = trail;
    }

    /** The duties that every tenant has, and those others of which something is set or that have a key, in that order. */
    public List<SigningKey> list(Caller caller) {
        Stream<Duty> named = references.list(caller.tenant(), Optional.empty()).stream()
                .flatMap(version -> Duty.named(version.name().alias()).stream());
        return Stream.of(Duty.STANDARD.stream(), duties.configured(caller.tenant()).stream(), named)
                .flatMap(each -> each)
                .distinct()
                .filter(duty -> caller.reaches(duty.alias()))
                .map(duty -> signingKey(caller, duty))
                .toList();
    }

    /** What serves a duty. Makes nothing. */
    public SigningKey get(Caller caller, Duty duty) {
        requireReach(caller, duty.alias());
        return signingKey(caller, duty);
    }

    /**
     * Decides what serves a duty.
     *
     * @throws InvalidRequestException when the alias names no key that signs
     * @throws PreconditionFailedException when what is set is not what the caller expects
     */
    public SigningKey put(Caller caller, Duty duty, SigningKeySetting setting, Tag.Precondition expected) {
        return trail.changing(
                caller,
                AuditOperation.SET_SIGNING_KEY,
                AuditTarget.of(duty.alias()),
                () -> set(caller, duty, setting, expected),
                signingKey -> signingKey.primary().map(AuditTarget::of).orElseGet(() -> AuditTarget.of(duty.alias())));
    }

    private SigningKey set(Caller caller, Duty duty, SigningKeySetting setting, Tag.Precondition expected) {
        requireReach(caller, duty.alias());
        setting.alias().ifPresent(alias -> requireSigningKey(caller, alias));
        Optional<ConfigProperty> stored = stored(caller, duty, expected);
        Change change = new Change(trail.clock().instant(), caller.subject());
        write(() -> stored.ifPresentOrElse(
                before -> configuration.update(before.with(setting.propertyValue(), change)),
                () -> configuration.insert(ConfigProperty.created(
                        caller.tenant(), SigningKeySetting.propertyKey(duty), setting.propertyValue(), change))));
        return signingKey(caller, duty);
    }

    /**
     * Goes back to the default.
     *
     * @throws NotFoundException when nothing is set
     * @throws PreconditionFailedException when what is set is not what the caller expects
     */
    public void delete(Caller caller, Duty duty, Tag.Precondition expected) {
        trail.changing(caller, AuditOperation.RESET_SIGNING_KEY, AuditTarget.of(duty.alias()), () -> {
            requireReach(caller, duty.alias());
            ConfigProperty property = stored(caller, duty, expected)
                    .orElseThrow(() -> new NotFoundException("nothing is set for duty '%s'".formatted(duty)));
            write(() -> configuration.delete(property));
        });
    }

    private SigningKey signingKey(Caller caller, Duty duty) {
        Optional<ConfigProperty> property = duties.property(caller.tenant(), duty);
        SigningKeySetting setting = property.map(SigningKeySetting::parse).orElse(SigningKeySetting.DEFAULT);
        Optional<Key> key =
                references.findByAlias(caller.tenant(), setting.alias().orElseGet(duty::alias));
        List<KeyReference> versions = key.stream()
                .flatMap(found -> found.versions().stream())
                .filter(KeyReference::isLive)
                .toList();
        return new SigningKey(duty, setting, versions, key.flatMap(Key::primary), tag(property));
    }

    private static Tag tag(Optional<ConfigProperty> property) {
        return property.map(stored -> Tag.of(stored.revision(), stored.updated()))
                .orElse(Tag.DEFAULT);
    }

    private Optional<ConfigProperty> stored(Caller caller, Duty duty, Tag.Precondition expected) {
        Optional<ConfigProperty> stored = duties.property(caller.tenant(), duty);
        expected.require(tag(stored));
        return stored;
    }

    private void requireSigningKey(Caller caller, KeyAlias alias) {
        requireReach(caller, alias);
        KeyReference primary = references
                .findByAlias(caller.tenant(), alias)
                .flatMap(Key::primary)
                .orElseThrow(() -> new InvalidRequestException("alias '%s' names no key".formatted(alias)));
        if (primary.parameters().usage().use() != KeyUse.SIG) {
            throw new InvalidRequestException("alias '%s' names a key that is not for signatures".formatted(alias));
        }
    }

    /** Who is narrowed to one service must not give it the keys of another. */
    private static void requireReach(Caller caller, KeyAlias alias) {
        if (!caller.reaches(alias)) {
            throw new DeniedException("the token is for the duties of service '%s'"
                    .formatted(caller.service().orElseThrow()));
        }
    }

    private static void write(Runnable writing) {
        try {
            writing.run();
        } catch (ConflictException e) {
            throw new PreconditionFailedException("the setting was changed by another request; read it again");
        }
    }
}
