package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The object identifiers that name algorithms (RFC 4055, RFC 5758, RFC 8017 appendix A.2). */
final class SignatureOids {
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    static final String SHA256_WITH_RSA = "1.2.840.113549.1.1.11";

    /** An RSA key, for RSASSA-PKCS1-v1_5 with any digest. */
    private static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";

    private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

    /** For each algorithm the names a credential may declare it by, the most precise first. */
    private static final Map<SignatureAlgorithm, List<String>> NAMES = Map.of(
            SignatureAlgorithm.ECDSA_SHA256, List.of("1.2.840.10045.4.3.2"),
            SignatureAlgorithm.ECDSA_SHA384, List.of("1.2.840.10045.4.3.3"),
            SignatureAlgorithm.ECDSA_SHA512, List.of("1.2.840.10045.4.3.4"),
            SignatureAlgorithm.RSA_SHA256, List.of(SHA256_WITH_RSA, RSA_ENCRYPTION),
            SignatureAlgorithm.RSA_SHA384, List.of("1.2.840.113549.1.1.12", RSA_ENCRYPTION),
            SignatureAlgorithm.RSA_SHA512, List.of("1.2.840.113549.1.1.13", RSA_ENCRYPTION),
            SignatureAlgorithm.RSA_SSA_PSS_SHA256_MGF1, List.of(RSASSA_PSS),
            SignatureAlgorithm.RSA_SSA_PSS_SHA384_MGF1, List.of(RSASSA_PSS),
            SignatureAlgorithm.RSA_SSA_PSS_SHA512_MGF1, List.of(RSASSA_PSS));

    private SignatureOids() {}

    /** Every algorithm that has a name here. */
    static Set<SignatureAlgorithm> algorithms() {
        return EnumSet.copyOf(NAMES.keySet());
    }

    /** The name to use for an algorithm with a credential that declares those. */
    static Optional<String> name(SignatureAlgorithm algorithm, Collection<String> declared) {
        return NAMES.getOrDefault(algorithm, List.of()).stream()
                .filter(declared::contains)
                .findFirst();
    }

    /** The name of a digest. */
    static String name(DigestAlgorithm digest) {
        return switch (digest) {
            case SHA256 -> "2.16.840.1.101.3.4.2.1";
            case SHA384 -> "2.16.840.1.101.3.4.2.2";
            case SHA512 -> "2.16.840.1.101.3.4.2.3";
        };
    }

    /** What an algorithm's name does not say: Base64 of RSASSA-PSS-params (RFC 4055 section 3.1); none for the others. */
    static Optional<String> parameters(SignatureAlgorithm algorithm) {
        return algorithm
                .digest()
                .filter(digest -> algorithm.scheme() == Scheme.RSASSA_PSS)
                .map(digest -> {
                    try {
                        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
                        parameters.init(new PSSParameterSpec(
                                digest.jcaName(),
                                "MGF1",
                                new MGF1ParameterSpec(digest.jcaName()),
                                digest.lengthBytes(),
                                PSSParameterSpec.TRAILER_FIELD_BC));
                        return Base64.getEncoder().encodeToString(parameters.getEncoded());
                    } catch (GeneralSecurityException | IOException e) {
                        throw new IllegalStateException("every JDK has RSASSA-PSS", e);
                    }
                });
    }
}
