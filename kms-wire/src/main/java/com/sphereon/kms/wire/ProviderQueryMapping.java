package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.Algorithm;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.CryptoAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.ProviderQuery;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.StorageType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From {@link ProviderQueryRequest} to the domain. */
public final class ProviderQueryMapping {
    /** Enum {@code DigestAlg}. */
    private static final List<String> DIGESTS =
            List.of("NONE", "SHA256", "SHA384", "SHA512", "SHA3_256", "SHA3_384", "SHA3_512");

    private static final String NO_DIGEST = "NONE";

    /** Enum {@code IdentifierMethod}. */
    private static final List<String> IDENTIFIER_METHODS = List.of("JWK", "KID", "COSE_KEY", "X5C", "DID");

    private ProviderQueryMapping() {}

    /**
     * What is wanted.
     *
     * @return empty when the contract has a name for it, but no provider can ever do it
     * @throws InvalidRequestException when a name is unknown
     */
    public static Optional<ProviderQuery> toDomain(ProviderQueryRequest request) {
        Optional<String> method = named("identifierMethod", request.identifierMethod(), IDENTIFIER_METHODS);
        ProviderQuery query = new ProviderQuery(
                Optional.ofNullable(request.providerType())
                        .map(type -> WireNames.providerTypeOf(type).orElse(type)),
                Members.optionalConstant("operation", request.operation(), ProviderOperation.class, Enum::name),
                abilities(request),
                Members.optionalConstant("storageType", request.storageType(), StorageType.class, Enum::name),
                WireNames.keyType("keyType", request.keyType()),
                Members.optionalConstant("curve", request.curve(), Curve.class, Curve::jwkName),
                Members.optionalConstant(
                        "cryptoAlgorithm", request.cryptoAlgorithm(), CryptoAlgorithm.class, Enum::name),
                algorithms(request));
        return method.stream().allMatch(ProviderQueryMapping::resolves) ? Optional.of(query) : Optional.empty();
    }

    private static boolean resolves(String method) {
        return ProviderMapping.RESOLUTION_METHODS.contains(method.toLowerCase(Locale.ROOT));
    }

    private static Set<ProviderOperation> abilities(ProviderQueryRequest request) {
        EnumSet<ProviderOperation> abilities = EnumSet.noneOf(ProviderOperation.class);
        if (Boolean.TRUE.equals(request.requiresHardwareBacking())) {
            abilities.add(ProviderOperation.HARDWARE_BACKED);
        }
        if (Boolean.TRUE.equals(request.requiresAttestation())) {
            abilities.add(ProviderOperation.ATTESTATION);
        }
        if (Boolean.TRUE.equals(request.requiresKeyExport())) {
            abilities.add(ProviderOperation.EXPORT_KEY);
        }
        if (Boolean.TRUE.equals(request.requiresKeyImport())) {
            abilities.add(ProviderOperation.IMPORT_KEY);
        }
        return abilities;
    }

    private static List<Set<? extends Algorithm>> algorithms(ProviderQueryRequest request) {
        return Stream.<Optional<? extends Set<? extends Algorithm>>>of(
                        Optional.ofNullable(request.signatureAlgorithm()).map(ProviderQueryMapping::chosenBy),
                        named("digestAlgorithm", request.digestAlgorithm(), DIGESTS)
                                .map(ProviderQueryMapping::over),
                        Members.optionalConstant(
                                        "contentEncryptionAlgorithm",
                                        request.contentEncryptionAlgorithm(),
                                        ContentEncryptionAlgorithm.class,
                                        Enum::name)
                                .map(Set::of))
                .<Set<? extends Algorithm>>flatMap(Optional::stream)
                .toList();
    }

    /** One name of the contract's enum does not sign: it chooses a key for agreement. */
    private static Set<? extends Algorithm> chosenBy(String name) {
        return name.equals(WireNames.KEY_AGREEMENT)
                ? EnumSet.allOf(KeyAgreementAlgorithm.class)
                : Set.of(WireNames.signatureAlgorithm("signatureAlgorithm", name));
    }

    /** What is signed over such a digest; over one that is in the contract only, nothing. */
    private static Set<SignatureAlgorithm> over(String digest) {
        return Arrays.stream(SignatureAlgorithm.values())
                .filter(algorithm ->
                        algorithm.digest().map(Enum::name).orElse(NO_DIGEST).equals(digest))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<String> named(String field, @Nullable String value, List<String> allowed) {
        if (value != null && !allowed.contains(value)) {
            throw Members.notAllowed(field, value, allowed);
        }
        return Optional.ofNullable(value);
    }
}
