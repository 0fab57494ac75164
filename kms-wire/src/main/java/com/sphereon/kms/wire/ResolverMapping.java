package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.service.ResolveKey;
import com.sphereon.kms.core.service.ResolveKey.Method;
import com.sphereon.kms.core.service.ResolvedKey;
import java.util.Arrays;
import java.util.List;

/** Between the resolver schemas and the domain. */
public final class ResolverMapping {
    /** The one resolver there is. */
    public static final Resolver RESOLVER = new Resolver(
            "jose_cose_resolver",
            WireNames.names(Arrays.asList(Method.values())),
            List.of(KeyType.EC.name(), KeyType.RSA.name(), KeyType.OKP.name()));

    private ResolverMapping() {}

    /** The wish. */
    public static ResolveKey toDomain(ResolvePublicKeyRequest request) {
        return new ResolveKey(
                KeyInfoMapping.toSelection("keyInfo", request.keyInfo()),
                Members.optionalConstant("identifierMethod", request.identifierMethod(), Method.class, Method::name),
                KeyInfoMapping.certificates(Members.require("keyInfo", request.keyInfo())),
                Members.list(request.trustedCerts()),
                Boolean.TRUE.equals(request.verifyX509CertificateChain()));
    }

    /** What was found; the full description when it is one of the tenant's keys. */
    public static KeyInfo toWire(ResolvePublicKeyRequest request, ResolvedKey resolved) {
        KeyInfo given = Members.require("keyInfo", request.keyInfo());
        return resolved.version()
                .map(version -> KeyInfoMapping.toWire(version, given.alias()))
                .orElseGet(() -> shown(given, resolved));
    }

    private static KeyInfo shown(KeyInfo given, ResolvedKey resolved) {
        Jwk key = given.key();
        String keyKid = key == null ? null : key.kid();
        String kid = keyKid != null ? keyKid : given.kid();
        return new KeyInfo(
                kid,
                PublicKeyMapping.jwk(resolved.publicKey(), kid, resolved.certificateChain()),
                null,
                "PUBLIC",
                PublicKeyMapping.nonEmpty(resolved.certificateChain()),
                null,
                null,
                null,
                null,
                resolved.publicKey().spec().keyType().name(),
                "JOSE",
                null,
                null);
    }
}
