package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SupportedKeys;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * What AWS calls a kind of key and its use. There, one without the other says nothing: 256 symmetric bits are another kind of
 * key for a MAC than for encryption, and both are fixed when a key is made.
 *
 * @param spec the name of AWS
 */
record AwsKeyKind(String spec, KeyUsageType usage) {
    private static final Map<String, KeySpec> ASYMMETRIC = Map.of(
            "ECC_NIST_P256", new KeySpec.Ec(Curve.P_256),
            "ECC_NIST_P384", new KeySpec.Ec(Curve.P_384),
            "ECC_NIST_P521", new KeySpec.Ec(Curve.P_521),
            "ECC_SECG_P256K1", new KeySpec.Ec(Curve.SECP256K1),
            "ECC_NIST_EDWARDS25519", new KeySpec.Okp(Curve.ED25519),
            "RSA_2048", new KeySpec.Rsa(2048),
            "RSA_3072", new KeySpec.Rsa(3072),
            "RSA_4096", new KeySpec.Rsa(4096));

    private static final Map<String, KeySpec> MAC = Map.of(
            "HMAC_256", new KeySpec.Oct(256),
            "HMAC_384", new KeySpec.Oct(384),
            "HMAC_512", new KeySpec.Oct(512));

    private static final Map<String, KeySpec> ENCRYPTION = Map.of("SYMMETRIC_DEFAULT", new KeySpec.Oct(256));

    /** All kinds of keys that can be made, whatever for. */
    static final SupportedKeys SUPPORTED = new SupportedKeys(
            EnumSet.of(Curve.P_256, Curve.P_384, Curve.P_521, Curve.SECP256K1, Curve.ED25519),
            Set.of(2048, 3072, 4096),
            Set.of(256, 384, 512));

    /**
     * What to ask AWS for.
     *
     * @throws InvalidRequestException when AWS has no such kind of key for that use
     */
    static AwsKeyKind of(KeyParameters parameters) {
        KeySpec spec = parameters.spec();
        boolean signs = parameters.usage().use() == KeyUse.SIG;
        return switch (spec) {
            case KeySpec.Ec ec -> of(ASYMMETRIC, spec, signs ? KeyUsageType.SIGN_VERIFY : KeyUsageType.KEY_AGREEMENT);
            case KeySpec.Okp okp -> of(ASYMMETRIC, spec, KeyUsageType.SIGN_VERIFY);
            case KeySpec.Rsa rsa ->
                of(ASYMMETRIC, spec, signs ? KeyUsageType.SIGN_VERIFY : KeyUsageType.ENCRYPT_DECRYPT);
            case KeySpec.Oct oct ->
                signs ? mac(oct, parameters.algorithm()) : of(ENCRYPTION, spec, KeyUsageType.ENCRYPT_DECRYPT);
        };
    }

    /** AWS computes with a key only the MAC that is as long. */
    private static AwsKeyKind mac(KeySpec.Oct spec, Optional<SignatureAlgorithm> algorithm) {
        if (algorithm.isPresent() && !AwsAlgorithms.fits(algorithm.get(), spec)) {
            throw new InvalidRequestException("AWS KMS computes %s only with keys of type %s, not %s"
                    .formatted(algorithm.get(), algorithm.get().defaultKeySpec(), spec));
        }
        return of(MAC, spec, KeyUsageType.GENERATE_VERIFY_MAC);
    }

    private static AwsKeyKind of(Map<String, KeySpec> names, KeySpec spec, KeyUsageType usage) {
        return names.entrySet().stream()
                .filter(name -> name.getValue().equals(spec))
                .findFirst()
                .map(name -> new AwsKeyKind(name.getKey(), usage))
                .orElseThrow(() ->
                        new InvalidRequestException("AWS KMS has no key of type %s for %s".formatted(spec, usage)));
    }

    /** What keys of that use are for; nothing for uses we do not know. */
    static Optional<KeyUse> use(@Nullable KeyUsageType usage) {
        return switch (usage) {
            case SIGN_VERIFY, GENERATE_VERIFY_MAC -> Optional.of(KeyUse.SIG);
            case ENCRYPT_DECRYPT, KEY_AGREEMENT -> Optional.of(KeyUse.ENC);
            case null, default -> Optional.empty();
        };
    }

    /** What we call it; nothing for kinds we do not know, such as ML-DSA. */
    static Optional<KeySpec> known(String name) {
        return Optional.ofNullable(ASYMMETRIC.get(name))
                .or(() -> Optional.ofNullable(MAC.get(name)))
                .or(() -> Optional.ofNullable(ENCRYPTION.get(name)));
    }
}
