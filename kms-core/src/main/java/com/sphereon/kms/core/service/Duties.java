package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.Purpose;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.TenantConfigStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows which key serves which duty of a tenant. Safe for use by many threads. */
final class Duties {
    private static final List<Duty> ALL = Duty.SERVICES.stream()
            .flatMap(service -> Stream.of(Purpose.values()).map(purpose -> new Duty(service, purpose)))
            .toList();

    private final TenantConfigStore configuration;

    Duties(TenantConfigStore configuration) {
        this.configuration = configuration;
    }

    /**
     * The alias of the key a name stands for: where the name is that of a duty, the key that serves it.
     *
     * @throws KmsException when what the tenant has set cannot be read
     */
    KeyAlias resolve(TenantId tenant, KeyAlias name) {
        List<ConfigProperty> properties = configuration.list(tenant);
        return properties.isEmpty()
                ? name
                : Duty.named(name)
                        .map(duty -> setting(properties, duty).alias().orElse(name))
                        .orElse(name);
    }

    /** @throws ConflictException when the name is that of a duty that must not be done now */
    void requireEnabled(TenantId tenant, KeyAlias name) {
        List<ConfigProperty> properties = configuration.list(tenant);
        if (!properties.isEmpty()
                && Duty.named(name)
                        .filter(duty -> !setting(properties, duty).enabled())
                        .isPresent()) {
            throw new ConflictException(
                    "duty '%s' is disabled; an administrator enables it at /signing-keys".formatted(name));
        }
    }

    /** What the tenant has set for a duty. */
    SigningKeySetting setting(TenantId tenant, Duty duty) {
        return setting(configuration.list(tenant), duty);
    }

    /** The property that holds it, if anything is set. */
    Optional<ConfigProperty> property(TenantId tenant, Duty duty) {
        return property(configuration.list(tenant), duty);
    }

    /** The duties a key serves by that name, or would if they were enabled. */
    List<Duty> servedBy(TenantId tenant, KeyAlias alias) {
        List<ConfigProperty> properties = configuration.list(tenant);
        return ALL.stream()
                .filter(duty ->
                        setting(properties, duty).alias().orElseGet(duty::alias).equals(alias))
                .toList();
    }

    /** The duties of which something is set. */
    List<Duty> configured(TenantId tenant) {
        List<ConfigProperty> properties = configuration.list(tenant);
        return ALL.stream()
                .filter(duty -> property(properties, duty).isPresent())
                .toList();
    }

    /** Whether the caller may use keys of that name, be it for a duty of its service that is enabled. */
    boolean reaches(Caller caller, KeyAlias alias) {
        return caller.reaches(alias)
                || servedBy(caller.tenant(), alias).stream()
                        .filter(duty -> setting(caller.tenant(), duty).enabled())
                        .anyMatch(duty -> caller.reaches(duty.alias()));
    }

    private static SigningKeySetting setting(List<ConfigProperty> properties, Duty duty) {
        return property(properties, duty).map(SigningKeySetting::parse).orElse(SigningKeySetting.DEFAULT);
    }

    private static Optional<ConfigProperty> property(List<ConfigProperty> properties, Duty duty) {
        if (properties.isEmpty()) {
            return Optional.empty();
        }
        String key = SigningKeySetting.propertyKey(duty);
        return properties.stream()
                .filter(property -> property.key().equals(key))
                .findFirst();
    }
}
