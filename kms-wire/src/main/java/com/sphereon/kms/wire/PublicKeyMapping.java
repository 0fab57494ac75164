package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Public keys as JWK and COSE key. Private members have no way in here. */
public final class PublicKeyMapping {
    private PublicKeyMapping() {}

    /**
     * The public JWK of a key version. {@code key_ops} is left out beside {@code use} (RFC 7517 section 4.3), except for
     * symmetric keys, of which nothing else can be shown.
     */
    public static Jwk jwk(KeyReference version) {
        KeyIdentity identity = version.existing();
        Optional<String> alg = version.parameters().algorithm().map(SignatureAlgorithm::joseName);
        boolean symmetric = version.parameters().spec().keyType() == KeyType.OCT;
        return jwk(
                identity.publicKey()
                        .<Map<String, String>>map(PublicKeyMaterial::toJwk)
                        .orElse(Map.of("kty", "oct")),
                identity.kid().value(),
                alg.orElse(null),
                version.parameters().usage().use().jwkName(),
                symmetric ? operations(version) : null,
                nonEmpty(identity.certificateChain()));
    }

    /** A public key that is none of ours. */
    static Jwk jwk(PublicKeyMaterial key, @Nullable String kid, List<String> certificateChain) {
        return jwk(key.toJwk(), kid, null, null, null, nonEmpty(certificateChain));
    }

    private static Jwk jwk(
            Map<String, String> members,
            @Nullable String kid,
            @Nullable String alg,
            @Nullable String use,
            @Nullable List<String> keyOps,
            @Nullable List<String> x5c) {
        return new Jwk(
                members.get("kty"),
                kid,
                alg,
                use,
                keyOps,
                members.get("crv"),
                members.get("x"),
                members.get("y"),
                members.get("n"),
                members.get("e"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                x5c,
                null,
                null,
                null);
    }

    /** The COSE key of a key version (RFC 9053 section 7), with the coordinates in base64url. */
    static CoseKey coseKey(KeyReference version) {
        KeyIdentity identity = version.existing();
        Map<String, String> members = identity.publicKey()
                .<Map<String, String>>map(PublicKeyMaterial::toJwk)
                .orElse(Map.of());
        return new CoseKey(
                version.parameters().spec().keyType().coseId(),
                identity.kid().value(),
                version.parameters().algorithm().map(SignatureAlgorithm::coseId).orElse(null),
                curveId(version),
                members.get("x"),
                members.get("y"),
                nonEmpty(identity.certificateChain()));
    }

    private static @Nullable Integer curveId(KeyReference version) {
        return switch (version.parameters().spec()) {
            case KeySpec.Ec ec -> ec.curve().coseId();
            case KeySpec.Okp okp -> okp.curve().coseId();
            case KeySpec.Rsa rsa -> null;
            case KeySpec.Oct oct -> null;
        };
    }

    private static List<String> operations(KeyReference version) {
        return version.parameters().usage().operations().stream()
                .map(KeyOperation::jwkName)
                .toList();
    }

    static @Nullable List<String> nonEmpty(List<String> certificateChain) {
        return certificateChain.isEmpty() ? null : certificateChain;
    }
}
