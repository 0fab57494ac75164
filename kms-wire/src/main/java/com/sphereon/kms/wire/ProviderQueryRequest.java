package com.sphereon.kms.wire;

import org.jspecify.annotations.Nullable;

/** Schema {@code ProviderQuery}; what is left out does not matter. */
public record ProviderQueryRequest(
        @Nullable String operation,
        @Nullable String cryptoAlgorithm,
        @Nullable String digestAlgorithm,
        @Nullable String signatureAlgorithm,
        @Nullable String contentEncryptionAlgorithm,
        @Nullable String curve,
        @Nullable String keyType,
        @Nullable String storageType,
        @Nullable Boolean requiresHardwareBacking,
        @Nullable Boolean requiresAttestation,
        @Nullable Boolean requiresKeyExport,
        @Nullable Boolean requiresKeyImport,
        @Nullable String identifierMethod,
        @Nullable String providerType) {}
