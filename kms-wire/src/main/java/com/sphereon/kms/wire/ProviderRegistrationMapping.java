package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.AdministeredProvider;
import com.sphereon.kms.core.service.ProviderTypes;
import com.sphereon.kms.core.service.ProviderValidation;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.SettingSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Between the schemas of registered providers and the domain. */
public final class ProviderRegistrationMapping {
    static final String PLATFORM = "PLATFORM";
    static final String TENANT = "TENANT";

    private static final List<String> MEMBERS = List.of(
            "providerId",
            "type",
            "displayName",
            "ownership",
            "tenantId",
            "sharedWith",
            "sharedWithAll",
            "enabled",
            "system",
            "configuration");

    /** What an answer tells besides; whoever sends it back means nothing by it. */
    private static final Set<String> READ_ONLY = Set.of(
            "isDefault",
            "source",
            "retiringSince",
            "createdAt",
            "updatedAt",
            "createdBy",
            "updatedBy",
            "registrationId");

    private ProviderRegistrationMapping() {}

    /**
     * The definition, complete: what is left out is as it is by default.
     *
     * @throws InvalidRequestException naming a member that is unknown, missing or not allowed
     */
    public static ProviderDefinition toDomain(ProviderRegistrationRequest request, ProviderTypes types) {
        requireKnown(request.others());
        ProviderId id = new ProviderId(Members.require("providerId", request.providerId()));
        String wireType = Members.require("type", request.type());
        KeyProviderFactory factory = factory(wireType, types);
        ProviderVisibility visibility = visibility(request);
        return new ProviderDefinition(
                id,
                factory.type(),
                Optional.ofNullable(request.displayName()).orElse(factory.displayName()),
                visibility,
                !Boolean.FALSE.equals(request.enabled()),
                ProviderConfigurationMapping.toDomain(factory.settings(), wireType, request.configuration()));
    }

    private static void requireKnown(@Nullable Map<String, @Nullable Object> others) {
        if (others != null) {
            Set<String> unknown = new TreeSet<>(others.keySet());
            unknown.removeAll(READ_ONLY);
            unknown.stream().findFirst().ifPresent(member -> {
                throw new InvalidRequestException(
                        "%s is unknown; allowed are %s".formatted(Members.shown(member), String.join(", ", MEMBERS)));
            });
        }
    }

    private static KeyProviderFactory factory(String wireType, ProviderTypes types) {
        String type = WireNames.providerTypeOf(wireType)
                .orElseThrow(() -> Members.notAllowed("type", wireType, WireNames.providerTypes()));
        return types.find(type)
                .orElseThrow(() -> new InvalidRequestException(
                        "type '%s' is not available: its module is not on the class path; available are %s"
                                .formatted(
                                        wireType,
                                        types.names().stream()
                                                .map(WireNames::providerType)
                                                .toList())));
    }

    private static ProviderVisibility visibility(ProviderRegistrationRequest request) {
        boolean system = Boolean.TRUE.equals(request.system());
        boolean withAll = Boolean.TRUE.equals(request.sharedWithAll());
        Set<TenantId> with = tenants(Members.list(request.sharedWith()));
        String ownership = Optional.ofNullable(request.ownership()).orElse(PLATFORM);
        boolean shared = withAll || !with.isEmpty();
        if (ownership.equals(TENANT)) {
            requireNot(system, "system", "is for providers of the platform; ownership is TENANT");
            requireNot(shared, "sharedWith", "is for providers of the platform; ownership is TENANT");
            return new ProviderVisibility.Owned(tenant("tenantId", Members.require("tenantId", request.tenantId())));
        }
        if (!ownership.equals(PLATFORM)) {
            throw Members.notAllowed("ownership", ownership, List.of(PLATFORM, TENANT));
        }
        requireNot(request.tenantId() != null, "tenantId", "is for providers of tenants; ownership is PLATFORM");
        requireNot(system && shared, "sharedWith", "is of no use while system is true, which hides the provider");
        return system ? ProviderVisibility.system() : new ProviderVisibility.Shared(withAll, with);
    }

    private static Set<TenantId> tenants(List<String> names) {
        Set<TenantId> tenants = new HashSet<>();
        for (String name : names) {
            if (!tenants.add(tenant("sharedWith", name))) {
                throw new InvalidRequestException("sharedWith names tenant '%s' twice".formatted(name));
            }
        }
        return tenants;
    }

    private static TenantId tenant(String member, String name) {
        try {
            return new TenantId(name);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("%s: %s".formatted(member, e.getMessage()));
        }
    }

    private static void requireNot(boolean said, String member, String problem) {
        if (said) {
            throw new InvalidRequestException("%s %s".formatted(member, problem));
        }
    }

    /** The whole registration, with secrets as references. */
    public static ProviderRegistrationInfo toWire(AdministeredProvider provider, ProviderTypes types) {
        ProviderDefinition definition = provider.definition();
        List<SettingSpec> specs =
                types.find(definition.type()).map(KeyProviderFactory::settings).orElse(List.of());
        Optional<ProviderVisibility.Shared> shared = Optional.of(definition.visibility())
                .filter(ProviderVisibility.Shared.class::isInstance)
                .map(ProviderVisibility.Shared.class::cast);
        Optional<ProviderRegistration> row = provider.registration();
        return new ProviderRegistrationInfo(
                definition.id().value(),
                WireNames.providerType(definition.type()),
                definition.displayName(),
                ownership(definition.visibility()),
                definition.owner().map(TenantId::value).orElse(null),
                shared.map(ProviderRegistrationMapping::names)
                        .filter(names -> !names.isEmpty())
                        .orElse(null),
                shared.map(ProviderVisibility.Shared::withAll).orElse(null),
                definition.enabled(),
                definition.visibility() instanceof ProviderVisibility.Hidden,
                provider.isDefault(),
                source(provider),
                ProviderConfigurationMapping.toWire(specs, definition.settings()),
                row.flatMap(ProviderRegistration::retiring)
                        .map(Object::toString)
                        .orElse(null),
                row.map(one -> one.created().at().toString()).orElse(null),
                row.map(one -> one.updated().at().toString()).orElse(null),
                row.map(one -> one.created().by()).orElse(null),
                row.map(one -> one.updated().by()).orElse(null),
                row.map(one -> one.id().toString()).orElse(null));
    }

    private static List<String> names(ProviderVisibility.Shared shared) {
        return shared.with().stream().map(TenantId::value).sorted().toList();
    }

    static String ownership(ProviderVisibility visibility) {
        return visibility.owner().isPresent() ? TENANT : PLATFORM;
    }

    /** Where a provider is defined. */
    static String source(AdministeredProvider provider) {
        return provider.registration().isPresent() ? "REGISTRY" : "CONFIGURATION";
    }

    /** What works of a provider. */
    public static ProviderValidationInfo toWire(ProviderValidation validation) {
        return new ProviderValidationInfo(
                validation.isValid(),
                validation.checks().stream()
                        .map(check -> new ProviderValidationInfo.Check(check.name(), check.passed(), check.detail()))
                        .toList());
    }
}
