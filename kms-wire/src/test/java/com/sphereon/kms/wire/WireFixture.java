package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** References and JSON members tests need. */
final class WireFixture {
    /** RFC 7517 appendix A.2. */
    static final Map<String, String> EC = Map.of(
            "kty", "EC",
            "crv", "P-256",
            "x", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "y", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
            "d", "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE");

    private WireFixture() {}

    static KeyReference ec(List<String> certificateChain) {
        return live(
                new KeySpec.Ec(Curve.P_256), KeyUse.SIG, Optional.of(PublicKeyMaterial.fromJwk(EC)), certificateChain);
    }

    static KeyReference live(
            KeySpec spec, KeyUse use, Optional<PublicKeyMaterial> publicKey, List<String> certificateChain) {
        KeyUsage usage = KeyUsage.of(spec, Optional.of(use), Set.of());
        Change change = new Change(Instant.parse("2026-01-01T00:00:00Z"), "test");
        return KeyReference.creating(
                        new UUID(1, 2),
                        new KeyName(new TenantId("default"), new KeyAlias("issuer:credential-signing"), 1),
                        new ProviderId("software-default"),
                        KeyParameters.of(spec, usage, Optional.empty()),
                        change)
                .live(new KeyIdentity(new Kid("kid-1"), "id-1", publicKey, certificateChain), change);
    }

    static Jwk jwk(Map<String, String> members) {
        return new Jwk(
                members.get("kty"),
                members.get("kid"),
                members.get("alg"),
                members.get("use"),
                members.containsKey("key_ops") ? List.of(members.get("key_ops").split(" ")) : null,
                members.get("crv"),
                members.get("x"),
                members.get("y"),
                members.get("n"),
                members.get("e"),
                members.get("d"),
                members.get("p"),
                members.get("q"),
                members.get("dp"),
                members.get("dq"),
                members.get("qi"),
                members.get("k"),
                null,
                null,
                null,
                null);
    }

    static KeyInfo keyInfo(String alias, String kid, String signatureAlgorithm, Jwk key) {
        return new KeyInfo(kid, key, signatureAlgorithm, null, null, alias, null, null, null, null, null, null, null);
    }
}
