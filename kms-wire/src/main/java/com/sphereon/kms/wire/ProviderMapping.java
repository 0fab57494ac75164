package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.Algorithm;
import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.AdministeredProvider;
import com.sphereon.kms.core.service.RegisteredProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Providers and what they can do, from the domain to the wire. */
public final class ProviderMapping {
    /** How a public key is asked for; the same for all providers, since it is kept here. */
    static final List<String> RESOLUTION_METHODS = List.of("kid", "key_alias", "jwk");

    /** Of providers that meet a query whole, and no others are named. */
    private static final int FULL_SCORE = 100;

    private ProviderMapping() {}

    /** A provider in a list or alone. */
    public static KeyProviderInfo toWire(RegisteredProvider provider, boolean isDefault) {
        return new KeyProviderInfo(
                provider.id().value(),
                WireNames.providerType(provider.type()),
                provider.displayName(),
                ProviderRegistrationMapping.ownership(provider.visibility()),
                provider.visibility().owner().isEmpty(),
                isDefault,
                null,
                null,
                null,
                null);
    }

    /** A provider in the list of all there are. */
    public static KeyProviderInfo toWire(AdministeredProvider provider) {
        ProviderDefinition definition = provider.definition();
        return new KeyProviderInfo(
                definition.id().value(),
                WireNames.providerType(definition.type()),
                definition.displayName(),
                ProviderRegistrationMapping.ownership(definition.visibility()),
                definition.visibility() instanceof ProviderVisibility.Shared shared
                        && (shared.withAll() || !shared.with().isEmpty()),
                provider.isDefault(),
                definition.owner().map(TenantId::value).orElse(null),
                definition.enabled(),
                definition.visibility() instanceof ProviderVisibility.Hidden,
                ProviderRegistrationMapping.source(provider));
    }

    /** What a provider can do. */
    public static ProviderCapabilitiesResponse capabilities(RegisteredProvider provider) {
        Capabilities capabilities = provider.provider().capabilities();
        return new ProviderCapabilitiesResponse(
                provider.id().value(),
                new ProviderCapabilities(
                        provider.id().value(),
                        provider.type(),
                        WireNames.names(sorted(StorageType.class, capabilities.storage())),
                        capabilities.supports(ProviderOperation.IMPORT_KEY),
                        capabilities.supports(ProviderOperation.EXPORT_KEY),
                        false,
                        operations(capabilities),
                        WireNames.names(capabilities.keys().keyTypes()),
                        capabilities.keys().curves().stream()
                                .map(Curve::jwkName)
                                .toList(),
                        cryptoAlgorithms(capabilities),
                        WireNames.names(sorted(DigestAlgorithm.class, capabilities.digests())),
                        names(signatureAlgorithms(capabilities)),
                        WireNames.names(capabilities.encryption().content()),
                        capabilities.supports(ProviderOperation.GET_CERTIFICATE),
                        capabilities.supports(ProviderOperation.ATTESTATION),
                        capabilities.supports(ProviderOperation.HARDWARE_BACKED),
                        true,
                        RESOLUTION_METHODS));
    }

    /** A provider that can do what was asked for. */
    public static ProviderMatch match(ProviderCapabilitiesResponse provider) {
        return new ProviderMatch(provider.providerId(), FULL_SCORE, provider.capabilities());
    }

    private static List<OperationCapability> operations(Capabilities capabilities) {
        return Arrays.stream(ProviderOperation.values())
                .map(operation -> operation(operation, capabilities))
                .toList();
    }

    private static OperationCapability operation(ProviderOperation operation, Capabilities capabilities) {
        Set<? extends Algorithm> encryption = capabilities.encryption().algorithmsFor(operation);
        return new OperationCapability(
                operation.name(),
                capabilities.supports(operation),
                names(capabilities.algorithmsFor(operation)),
                names(ContentEncryptionAlgorithm.class, encryption),
                names(KeyWrapAlgorithm.class, encryption),
                names(KeyAgreementAlgorithm.class, encryption));
    }

    /** Those of one kind. */
    private static List<String> names(Class<? extends Algorithm> kind, Set<? extends Algorithm> algorithms) {
        return algorithms.stream().filter(kind::isInstance).map(Algorithm::name).toList();
    }

    private static Set<SignatureAlgorithm> signatureAlgorithms(Capabilities capabilities) {
        EnumSet<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
        algorithms.addAll(capabilities.algorithmsFor(ProviderOperation.SIGN));
        algorithms.addAll(capabilities.algorithmsFor(ProviderOperation.GENERATE_MAC));
        return algorithms;
    }

    /** Enum {@code CryptoAlg}: families, with the OKP curves by name. */
    private static List<String> cryptoAlgorithms(Capabilities capabilities) {
        List<String> names = new ArrayList<>();
        Set<KeyType> types = capabilities.keys().keyTypes();
        if (types.contains(KeyType.RSA)) {
            names.add("RSA");
        }
        if (types.contains(KeyType.EC)) {
            names.add("ECDSA");
        }
        capabilities.keys().curves().stream()
                .filter(curve -> curve.keyType() == KeyType.OKP)
                .forEach(curve -> names.add(curve.name()));
        if (types.contains(KeyType.OCT) && capabilities.supports(ProviderOperation.GENERATE_MAC)) {
            names.add("HMAC");
        }
        return names;
    }

    private static List<String> names(Set<SignatureAlgorithm> algorithms) {
        return WireNames.names(algorithms.stream().filter(WireNames::isNamed).toList());
    }

    private static <E extends Enum<E>> Set<E> sorted(Class<E> type, Set<E> constants) {
        EnumSet<E> sorted = EnumSet.noneOf(type);
        sorted.addAll(constants);
        return sorted;
    }
}
