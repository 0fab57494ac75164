package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.service.ImportKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** From {@link ImportKeyRequest} to the domain. */
public final class ImportKeyMapping {
    /** JWA names of encryption, wrapping and agreement (RFC 7518 sections 4.1 and 5.1): they say what a key is for. */
    private static final Pattern ENCRYPTION_ALGORITHM =
            Pattern.compile("dir|RSA1_5|RSA-OAEP(-\\d+)?|ECDH-ES(\\+A\\d+KW)?|A\\d+(GCM)?KW|A\\d+GCM|A\\d+CBC-HS\\d+");

    private ImportKeyMapping() {}

    /** The wish. The caller closes its material. */
    public static ImportKey toDomain(ImportKeyRequest request) {
        KeyInfo keyInfo = Members.require("keyInfo", request.keyInfo());
        Jwk key = Members.require("keyInfo.key", keyInfo.key());
        if (!PrivateKeyMaterial.isPresentIn(key.keyMembers())) {
            throw new InvalidRequestException(
                    "keyInfo.key has no private member (d, or k for kty oct); a public key cannot be imported");
        }
        PrivateKeyMaterial material =
                KeyInfoMapping.inKeyInfo(() -> PrivateKeyMaterial.fromJwk(withCurve(key.keyMembers())));
        try {
            return new ImportKey(
                    Optional.ofNullable(keyInfo.providerId()).map(ProviderId::new),
                    Optional.ofNullable(keyInfo.alias()).map(KeyAlias::new),
                    Optional.ofNullable(keyInfo.kid())
                            .or(() -> Optional.ofNullable(key.kid()))
                            .map(Kid::new),
                    material,
                    parameters(keyInfo, key, material.spec()),
                    Members.list(request.certChain()));
        } catch (InvalidRequestException e) {
            material.close();
            throw e;
        }
    }

    /** An EC key without {@code crv}, which old clients send, is on the one curve that contains its point. */
    private static Map<String, String> withCurve(Map<String, String> members) {
        if (!"EC".equals(members.get("kty")) || members.containsKey("crv")) {
            return members;
        }
        for (Curve curve : Curve.values()) {
            Map<String, String> completed = new HashMap<>(members);
            completed.put("crv", curve.jwkName());
            try {
                PublicKeyMaterial.fromJwk(completed);
                return completed;
            } catch (InvalidRequestException e) {
                // not this one; when it is none, the missing member is what is reported
            }
        }
        return members;
    }

    private static KeyParameters parameters(KeyInfo keyInfo, Jwk key, KeySpec spec) {
        requireKeyType(keyInfo, spec);
        Optional<SignatureAlgorithm> algorithm = algorithm(keyInfo, key, spec);
        Optional<KeyUse> use = WireNames.use("keyInfo.key.use", key.use());
        Set<KeyOperation> operations = WireNames.operations("keyInfo.key.key_ops", key.keyOps());
        Optional<KeyUse> implied =
                use.or(() -> operations.isEmpty() ? impliedUse(keyInfo, key, algorithm) : Optional.empty());
        if (spec instanceof KeySpec.Oct && implied.isEmpty() && operations.isEmpty()) {
            throw new InvalidRequestException(
                    "keyInfo.key does not say what the symmetric key is for; use, key_ops or alg is needed");
        }
        KeyUsage usage = KeyUsage.of(spec, implied, operations);
        if (usage.use() == KeyUse.ENC && algorithm.isPresent()) {
            throw new InvalidRequestException(
                    "signature algorithm %s does not go with a key for encryption".formatted(algorithm.get()));
        }
        return KeyParameters.of(spec, usage, algorithm);
    }

    private static void requireKeyType(KeyInfo keyInfo, KeySpec spec) {
        WireNames.keyType("keyInfo.keyType", keyInfo.keyType())
                .filter(type -> type != spec.keyType())
                .ifPresent(type -> {
                    throw new InvalidRequestException("keyInfo.keyType '%s' does not fit keyInfo.key.kty '%s'"
                            .formatted(type, spec.keyType().jwkName()));
                });
    }

    private static Optional<SignatureAlgorithm> algorithm(KeyInfo keyInfo, Jwk key, KeySpec spec) {
        if (WireNames.KEY_AGREEMENT.equals(keyInfo.signatureAlgorithm())) {
            return Optional.empty();
        }
        if (keyInfo.signatureAlgorithm() != null) {
            return Optional.of(
                    WireNames.signatureAlgorithm("keyInfo.signatureAlgorithm", keyInfo.signatureAlgorithm()));
        }
        String alg = key.alg();
        if (alg == null || isEncryption(alg)) {
            return Optional.empty();
        }
        // Clients in use write the JOSE name, others the contract's.
        Optional<SignatureAlgorithm> byJoseName = SignatureAlgorithm.fitting(spec).stream()
                .filter(candidate -> candidate.joseName().equals(alg))
                .findFirst();
        return byJoseName.or(() -> Optional.of(WireNames.signatureAlgorithm("keyInfo.key.alg", alg)));
    }

    private static Optional<KeyUse> impliedUse(KeyInfo keyInfo, Jwk key, Optional<SignatureAlgorithm> algorithm) {
        if (WireNames.KEY_AGREEMENT.equals(keyInfo.signatureAlgorithm())) {
            return Optional.of(KeyUse.ENC);
        }
        if (algorithm.isPresent()) {
            return Optional.of(KeyUse.SIG);
        }
        return Optional.ofNullable(key.alg())
                .filter(ImportKeyMapping::isEncryption)
                .map(alg -> KeyUse.ENC);
    }

    private static boolean isEncryption(String alg) {
        return ENCRYPTION_ALGORITHM.matcher(alg).matches() || alg.equals(WireNames.KEY_AGREEMENT);
    }
}
