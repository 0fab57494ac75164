package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.service.GenerateKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Between {@link GenerateKeyRequest} and the domain. */
public final class GenerateKeyMapping {
    private static final SignatureAlgorithm DEFAULT_ALGORITHM = SignatureAlgorithm.ECDSA_SHA256;

    private GenerateKeyMapping() {}

    /**
     * The wish, with the contract's defaults for what was left out. The algorithm chooses the kind of key; whether the
     * key then signs or encrypts is decided by use and operations.
     */
    public static GenerateKey toDomain(GenerateKeyRequest request) {
        Optional<KeyUse> use = WireNames.use("use", request.use());
        Set<KeyOperation> operations = WireNames.operations("keyOperations", request.keyOperations());
        return new GenerateKey(
                Optional.ofNullable(request.providerId()).map(ProviderId::new),
                Optional.ofNullable(request.alias()).map(KeyAlias::new),
                WireNames.KEY_AGREEMENT.equals(request.alg())
                        ? agreement(use, operations)
                        : byAlgorithm(request, use, operations));
    }

    private static KeyParameters agreement(Optional<KeyUse> use, Set<KeyOperation> operations) {
        KeySpec spec = new KeySpec.Ec(Curve.P_256);
        KeyUsage usage = KeyUsage.of(spec, use.or(() -> Optional.of(KeyUse.ENC)), operations);
        if (usage.use() != KeyUse.ENC) {
            throw Members.notAllowed("use", usage.use().jwkName(), List.of(KeyUse.ENC.jwkName()));
        }
        return KeyParameters.of(spec, usage, Optional.empty());
    }

    private static KeyParameters byAlgorithm(
            GenerateKeyRequest request, Optional<KeyUse> use, Set<KeyOperation> operations) {
        SignatureAlgorithm algorithm = Optional.ofNullable(request.alg())
                .map(name -> WireNames.signatureAlgorithm("alg", name))
                .orElse(DEFAULT_ALGORITHM);
        KeySpec spec = algorithm.defaultKeySpec();
        return KeyParameters.of(spec, KeyUsage.of(spec, use, operations), Optional.of(algorithm));
    }

    /** The answer to a generated key. */
    public static GenerateKeyResponse toWire(KeyReference key) {
        return new GenerateKeyResponse(new ManagedKeyPair(
                key.provider().value(),
                key.name().alias().value(),
                new CoseKeyPair(PublicKeyMapping.coseKey(key)),
                new JoseKeyPair(PublicKeyMapping.jwk(key)),
                key.kid().value()));
    }
}
