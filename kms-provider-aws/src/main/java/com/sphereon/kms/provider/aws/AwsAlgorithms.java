package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.SupportedEncryption;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** What AWS calls the algorithms, and what of all there is it can do. */
final class AwsAlgorithms {
    /** {@code ED25519_SHA_512} is Ed25519 of RFC 8032; the other one AWS has, {@code ED25519_PH_SHA_512}, is Ed25519ph. */
    static final Map<SignatureAlgorithm, SigningAlgorithmSpec> SIGNING = Map.ofEntries(
            Map.entry(SignatureAlgorithm.ED25519, SigningAlgorithmSpec.ED25519_SHA_512),
            Map.entry(SignatureAlgorithm.ECDSA_SHA256, SigningAlgorithmSpec.ECDSA_SHA_256),
            Map.entry(SignatureAlgorithm.ECDSA_SHA384, SigningAlgorithmSpec.ECDSA_SHA_384),
            Map.entry(SignatureAlgorithm.ECDSA_SHA512, SigningAlgorithmSpec.ECDSA_SHA_512),
            Map.entry(SignatureAlgorithm.ES256K, SigningAlgorithmSpec.ECDSA_SHA_256),
            Map.entry(SignatureAlgorithm.RSA_SHA256, SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256),
            Map.entry(SignatureAlgorithm.RSA_SHA384, SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_384),
            Map.entry(SignatureAlgorithm.RSA_SHA512, SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_512),
            Map.entry(SignatureAlgorithm.RSA_SSA_PSS_SHA256_MGF1, SigningAlgorithmSpec.RSASSA_PSS_SHA_256),
            Map.entry(SignatureAlgorithm.RSA_SSA_PSS_SHA384_MGF1, SigningAlgorithmSpec.RSASSA_PSS_SHA_384),
            Map.entry(SignatureAlgorithm.RSA_SSA_PSS_SHA512_MGF1, SigningAlgorithmSpec.RSASSA_PSS_SHA_512));

    static final Map<SignatureAlgorithm, MacAlgorithmSpec> MACS = Map.of(
            SignatureAlgorithm.HMAC_SHA256, MacAlgorithmSpec.HMAC_SHA_256,
            SignatureAlgorithm.HMAC_SHA384, MacAlgorithmSpec.HMAC_SHA_384,
            SignatureAlgorithm.HMAC_SHA512, MacAlgorithmSpec.HMAC_SHA_512);

    static final Map<KeyWrapAlgorithm, EncryptionAlgorithmSpec> WRAPPING = Map.of(
            KeyWrapAlgorithm.RSA_OAEP, EncryptionAlgorithmSpec.RSAES_OAEP_SHA_1,
            KeyWrapAlgorithm.RSA_OAEP_256, EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256);

    /**
     * The algorithm inside {@code SYMMETRIC_DEFAULT}. Its ciphertext has a form of AWS' own and is decrypted there only, which
     * is where the key is anyway.
     */
    static final ContentEncryptionAlgorithm CONTENT = ContentEncryptionAlgorithm.A256GCM;

    static final Capabilities CAPABILITIES = new Capabilities(
            AwsKeyKind.SUPPORTED,
            operations(),
            EnumSet.allOf(DigestAlgorithm.class),
            Set.of(StorageType.HARDWARE, StorageType.PERSISTENT),
            new SupportedEncryption(Set.of(CONTENT), WRAPPING.keySet(), EnumSet.allOf(KeyAgreementAlgorithm.class)));

    private AwsAlgorithms() {}

    private static Map<ProviderOperation, Set<SignatureAlgorithm>> operations() {
        Set<SignatureAlgorithm> signatures = SIGNING.keySet();
        Set<SignatureAlgorithm> digestSignatures = EnumSet.copyOf(signatures);
        digestSignatures.removeIf(algorithm -> !algorithm.acceptsDigest());
        Map<ProviderOperation, Set<SignatureAlgorithm>> operations = new EnumMap<>(ProviderOperation.class);
        operations.put(ProviderOperation.GENERATE_KEY, Set.of());
        operations.put(ProviderOperation.IMPORT_KEY, Set.of());
        operations.put(ProviderOperation.DELETE_KEY, Set.of());
        operations.put(ProviderOperation.REGISTER_KEY_REFERENCE, Set.of());
        operations.put(ProviderOperation.HARDWARE_BACKED, Set.of());
        operations.put(ProviderOperation.SIGN, signatures);
        operations.put(ProviderOperation.VERIFY, signatures);
        operations.put(ProviderOperation.SIGN_DIGEST, digestSignatures);
        operations.put(ProviderOperation.VERIFY_DIGEST, digestSignatures);
        operations.put(ProviderOperation.GENERATE_MAC, MACS.keySet());
        operations.put(ProviderOperation.VERIFY_MAC, MACS.keySet());
        return operations;
    }

    /** The one algorithm AWS uses with keys of that kind, where there is one only. */
    static Optional<SignatureAlgorithm> only(KeySpec spec) {
        List<SignatureAlgorithm> fitting = SignatureAlgorithm.fitting(spec).stream()
                .filter(algorithm -> fits(algorithm, spec))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    /** Whether AWS uses the algorithm with keys of that kind: a MAC only with keys as long as itself. */
    static boolean fits(SignatureAlgorithm algorithm, KeySpec spec) {
        return MACS.containsKey(algorithm) ? algorithm.defaultKeySpec().equals(spec) : algorithm.fits(spec);
    }
}
