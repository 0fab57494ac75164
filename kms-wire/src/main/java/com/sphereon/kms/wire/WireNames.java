package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names of the contract's enums where they are not the names of our constants. */
final class WireNames {
    /** Chooses a key for agreement where a signature algorithm would choose one for signing. */
    static final String KEY_AGREEMENT = "ECKA_DH_SHA256";

    private static final Map<String, String> PROVIDER_TYPES = Map.of(
            "software", "SOFTWARE",
            "aws_kms", "AWS_KMS",
            "azure_keyvault", "AZURE_KEYVAULT",
            "csc", "CSC",
            "rest", "REST");

    private WireNames() {}

    /** Enum {@code KeyProviderType}, with the two members our contract adds to it; others are shown as they are. */
    static String providerType(String type) {
        return PROVIDER_TYPES.getOrDefault(type, type.toUpperCase(Locale.ROOT));
    }

    /** The type of that wire name. */
    static Optional<String> providerTypeOf(String wireName) {
        return PROVIDER_TYPES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(wireName))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** All names of types. */
    static List<String> providerTypes() {
        return PROVIDER_TYPES.values().stream().sorted().toList();
    }

    static Optional<KeyUse> use(String field, @Nullable String value) {
        return Members.optionalConstant(field, value, KeyUse.class, KeyUse::jwkName);
    }

    static Set<KeyOperation> operations(String field, @Nullable List<String> values) {
        return Members.list(values).stream()
                .map(value -> Members.constant(field, value, KeyOperation.class, KeyOperation::jwkName))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(KeyOperation.class)));
    }

    static Optional<KeyType> keyType(String field, @Nullable String value) {
        return Members.optionalConstant(field, value, KeyType.class, KeyType::name);
    }

    /** An algorithm of the contract's enum that signs. */
    static SignatureAlgorithm signatureAlgorithm(String field, String value) {
        return signatureAlgorithms().stream()
                .filter(algorithm -> algorithm.name().equals(value))
                .findAny()
                .orElseThrow(() -> Members.notAllowed(field, value, names(signatureAlgorithms())));
    }

    /** The algorithms the contract has a name for. */
    static List<SignatureAlgorithm> signatureAlgorithms() {
        return Arrays.stream(SignatureAlgorithm.values())
                .filter(WireNames::isNamed)
                .toList();
    }

    /** The contract knows the curve Ed448 but no algorithm of that name. */
    static boolean isNamed(SignatureAlgorithm algorithm) {
        return algorithm != SignatureAlgorithm.ED448;
    }

    static List<String> names(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).toList();
    }

    static String origin(Origin origin) {
        return switch (origin) {
            case MANAGED -> "managed";
            case EXTERNAL -> "external";
        };
    }

    /** Enum {@code ResourceControlMode}, which follows from the origin. */
    static String controlMode(Origin origin) {
        return switch (origin) {
            case MANAGED -> "platform_managed";
            case EXTERNAL -> "externally_managed";
        };
    }
}
