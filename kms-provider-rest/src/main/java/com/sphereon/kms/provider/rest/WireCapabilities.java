package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.Algorithm;
import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.SupportedEncryption;
import com.sphereon.kms.core.model.SupportedKeys;
import com.sphereon.kms.wire.OperationCapability;
import com.sphereon.kms.wire.ProviderCapabilities;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the other KMS says of its provider, as far as it can be had through its API. That names kinds of keys by signature
 * algorithms alone, so that only keys that are the usual ones of some algorithm can be ordered; what nobody here knows, and
 * algorithms no such key fits, are left out.
 */
final class WireCapabilities {
    /** Those that come as they are, without algorithms. */
    private static final Set<ProviderOperation> PLAIN =
            EnumSet.of(ProviderOperation.GENERATE_KEY, ProviderOperation.IMPORT_KEY, ProviderOperation.DELETE_KEY);

    private static final Set<ProviderOperation> SIGNING = EnumSet.of(
            ProviderOperation.SIGN,
            ProviderOperation.VERIFY,
            ProviderOperation.SIGN_DIGEST,
            ProviderOperation.VERIFY_DIGEST,
            ProviderOperation.GENERATE_MAC,
            ProviderOperation.VERIFY_MAC);

    private WireCapabilities() {}

    static Capabilities of(ProviderCapabilities wire) {
        Map<ProviderOperation, OperationCapability> told = told(wire);
        Set<KeySpec> specs = specs(wire);
        Map<ProviderOperation, Set<SignatureAlgorithm>> operations = operations(told, specs);
        return new Capabilities(
                keys(specs),
                operations,
                operations.values().stream()
                        .flatMap(Set::stream)
                        .flatMap(algorithm -> algorithm.digest().stream())
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(DigestAlgorithm.class))),
                storage(wire),
                encryption(told, specs));
    }

    private static Map<ProviderOperation, OperationCapability> told(ProviderCapabilities wire) {
        Map<ProviderOperation, OperationCapability> told = new EnumMap<>(ProviderOperation.class);
        for (OperationCapability capability : orEmpty(wire.operations())) {
            if (capability.supported()) {
                constants(ProviderOperation.class, List.of(capability.operation()))
                        .forEach(operation -> told.put(operation, capability));
            }
        }
        return told;
    }

    /** The kinds of keys that can be named, among those the provider holds. */
    private static Set<KeySpec> specs(ProviderCapabilities wire) {
        List<String> curves = orEmpty(wire.supportedCurves());
        List<String> types = orEmpty(wire.supportedKeyTypes());
        return WireKeys.specsInOrders().stream()
                .filter(spec -> switch (spec) {
                    case KeySpec.Ec ec -> curves.contains(ec.curve().jwkName());
                    case KeySpec.Okp okp -> curves.contains(okp.curve().jwkName());
                    case KeySpec.Rsa rsa -> types.contains(rsa.keyType().name());
                    case KeySpec.Oct oct -> types.contains(oct.keyType().name());
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    private static SupportedKeys keys(Set<KeySpec> specs) {
        return new SupportedKeys(
                each(specs, spec -> switch (spec) {
                    case KeySpec.Ec ec -> Optional.of(ec.curve());
                    case KeySpec.Okp okp -> Optional.of(okp.curve());
                    case KeySpec.Rsa rsa -> Optional.<Curve>empty();
                    case KeySpec.Oct oct -> Optional.<Curve>empty();
                }),
                each(specs, spec -> spec instanceof KeySpec.Rsa rsa ? Optional.of(rsa.sizeBits()) : Optional.empty()),
                each(specs, spec -> spec instanceof KeySpec.Oct oct ? Optional.of(oct.sizeBits()) : Optional.empty()));
    }

    private static <T> Set<T> each(Set<KeySpec> specs, Function<KeySpec, Optional<T>> part) {
        return specs.stream().map(part).flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** Keys the provider holds can always be referred to: that takes no more than that they can be looked at. */
    private static Map<ProviderOperation, Set<SignatureAlgorithm>> operations(
            Map<ProviderOperation, OperationCapability> told, Set<KeySpec> specs) {
        Map<ProviderOperation, Set<SignatureAlgorithm>> operations = new EnumMap<>(ProviderOperation.class);
        operations.put(ProviderOperation.REGISTER_KEY_REFERENCE, Set.of());
        told.forEach((operation, capability) -> {
            if (PLAIN.contains(operation)) {
                operations.put(operation, Set.of());
            } else if (SIGNING.contains(operation)) {
                Set<SignatureAlgorithm> algorithms =
                        fitting(SignatureAlgorithm.class, capability.signatureAlgorithms(), specs);
                if (!algorithms.isEmpty()) {
                    operations.put(operation, algorithms);
                }
            }
        });
        return operations;
    }

    /** Only what can be undone as well. */
    private static SupportedEncryption encryption(
            Map<ProviderOperation, OperationCapability> told, Set<KeySpec> specs) {
        return new SupportedEncryption(
                both(
                        ContentEncryptionAlgorithm.class,
                        told,
                        specs,
                        OperationCapability::contentEncryptionAlgorithms,
                        ProviderOperation.ENCRYPT,
                        ProviderOperation.DECRYPT),
                both(
                        KeyWrapAlgorithm.class,
                        told,
                        specs,
                        OperationCapability::keyWrapAlgorithms,
                        ProviderOperation.WRAP_KEY,
                        ProviderOperation.UNWRAP_KEY),
                both(
                        KeyAgreementAlgorithm.class,
                        told,
                        specs,
                        OperationCapability::keyAgreementAlgorithms,
                        ProviderOperation.KEY_AGREEMENT));
    }

    private static <E extends Enum<E> & Algorithm> Set<E> both(
            Class<E> type,
            Map<ProviderOperation, OperationCapability> told,
            Set<KeySpec> specs,
            Function<OperationCapability, @Nullable List<String>> algorithms,
            ProviderOperation... operations) {
        Set<E> common = EnumSet.allOf(type);
        for (ProviderOperation operation : operations) {
            OperationCapability capability = told.get(operation);
            common.retainAll(capability == null ? Set.of() : fitting(type, algorithms.apply(capability), specs));
        }
        return common;
    }

    private static <E extends Enum<E> & Algorithm> Set<E> fitting(
            Class<E> type, @Nullable List<String> names, Set<KeySpec> specs) {
        Set<E> algorithms = constants(type, orEmpty(names));
        algorithms.removeIf(algorithm -> specs.stream().noneMatch(algorithm::fits));
        return algorithms;
    }

    private static Set<StorageType> storage(ProviderCapabilities wire) {
        Set<StorageType> storage = constants(StorageType.class, orEmpty(wire.storageTypes()));
        if (storage.isEmpty()) {
            throw WireJson.unexpected("the answer does not say where keys are stored");
        }
        return storage;
    }

    private static <E extends Enum<E>> Set<E> constants(Class<E> type, Collection<String> names) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> names.contains(constant.name()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
    }

    /** Jackson leaves members that are missing {@code null}, whatever the records say. */
    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
