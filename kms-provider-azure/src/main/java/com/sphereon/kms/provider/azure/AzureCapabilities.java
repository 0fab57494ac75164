package com.sphereon.kms.provider.azure;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.SupportedEncryption;
import com.sphereon.kms.core.model.SupportedKeys;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What vaults and HSMs can do. RSA1_5 is left out though Azure has it: who unwraps with it is an oracle for Bleichenbacher's
 * attack. Signatures are verified by the core, with the public key.
 */
final class AzureCapabilities {
    static final Set<Curve> CURVES = EnumSet.of(Curve.P_256, Curve.P_384, Curve.P_521, Curve.SECP256K1);

    private static final Set<Integer> RSA_SIZES_BITS = Set.of(2048, 3072, 4096);
    private static final Set<Integer> AES_SIZES_BITS = Set.of(128, 192, 256);
    private static final Set<KeyWrapAlgorithm> RSA_WRAPPING =
            EnumSet.of(KeyWrapAlgorithm.RSA_OAEP, KeyWrapAlgorithm.RSA_OAEP_256);

    private AzureCapabilities() {}

    static Capabilities of(HsmType type) {
        boolean hsm = type == HsmType.MANAGED_HSM;
        Map<ProviderOperation, Set<SignatureAlgorithm>> operations = new EnumMap<>(ProviderOperation.class);
        operations.put(ProviderOperation.GENERATE_KEY, Set.of());
        operations.put(ProviderOperation.IMPORT_KEY, Set.of());
        operations.put(ProviderOperation.DELETE_KEY, Set.of());
        operations.put(ProviderOperation.REGISTER_KEY_REFERENCE, Set.of());
        operations.put(ProviderOperation.SIGN, signatures());
        operations.put(ProviderOperation.VERIFY, signatures());
        operations.put(ProviderOperation.SIGN_DIGEST, signatures());
        operations.put(ProviderOperation.VERIFY_DIGEST, signatures());
        if (hsm) {
            operations.put(ProviderOperation.HARDWARE_BACKED, Set.of());
        }
        return new Capabilities(
                new SupportedKeys(CURVES, RSA_SIZES_BITS, hsm ? AES_SIZES_BITS : Set.of()),
                operations,
                EnumSet.allOf(DigestAlgorithm.class),
                Set.of(hsm ? StorageType.HARDWARE : StorageType.PERSISTENT),
                hsm ? ofHsm() : new SupportedEncryption(Set.of(), RSA_WRAPPING, Set.of()));
    }

    private static Set<SignatureAlgorithm> signatures() {
        Set<SignatureAlgorithm> algorithms = EnumSet.allOf(SignatureAlgorithm.class);
        algorithms.removeIf(algorithm -> algorithm.scheme() == Scheme.EDDSA || algorithm.scheme() == Scheme.HMAC);
        return algorithms;
    }

    private static SupportedEncryption ofHsm() {
        Set<KeyWrapAlgorithm> wrapping = EnumSet.copyOf(RSA_WRAPPING);
        wrapping.addAll(Set.of(KeyWrapAlgorithm.A128KW, KeyWrapAlgorithm.A192KW, KeyWrapAlgorithm.A256KW));
        return new SupportedEncryption(
                EnumSet.of(
                        ContentEncryptionAlgorithm.A128GCM,
                        ContentEncryptionAlgorithm.A192GCM,
                        ContentEncryptionAlgorithm.A256GCM),
                wrapping,
                Set.of());
    }
}
