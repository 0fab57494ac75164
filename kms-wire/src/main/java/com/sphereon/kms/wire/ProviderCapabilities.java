package com.sphereon.kms.wire;

import java.util.List;

/** Schema {@code ProviderCapabilities}; every member is required. */
public record ProviderCapabilities(
        String providerId,
        String providerType,
        List<String> storageTypes,
        boolean supportsKeyImport,
        boolean supportsKeyExport,
        boolean exposePrivateKeys,
        List<OperationCapability> operations,
        List<String> supportedKeyTypes,
        List<String> supportedCurves,
        List<String> supportedCryptoAlgorithms,
        List<String> supportedDigestAlgorithms,
        List<String> signatureAlgorithms,
        List<String> contentEncryptionAlgorithms,
        boolean supportsX509,
        boolean supportsAttestation,
        boolean supportsHardwareBacking,
        boolean supportsPublicKeyResolution,
        List<String> resolutionMethods) {}
