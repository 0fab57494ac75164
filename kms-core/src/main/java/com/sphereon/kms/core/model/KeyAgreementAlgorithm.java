package com.sphereon.kms.core.model;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Elliptic curve Diffie-Hellman (RFC 7518 section 4.6, RFC 8037 section 3.2). */
public enum KeyAgreementAlgorithm implements Algorithm {
    ECDH_ES("ECDH-ES", null),
    ECDH_ES_A128KW("ECDH-ES+A128KW", 128),
    ECDH_ES_A192KW("ECDH-ES+A192KW", 192),
    ECDH_ES_A256KW("ECDH-ES+A256KW", 256);

    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521, Curve.X25519, Curve.X448);

    private final String joseName;
    private final Optional<Integer> wrappingKeyBits;

    KeyAgreementAlgorithm(String joseName, @Nullable Integer wrappingKeyBits) {
        this.joseName = joseName;
        this.wrappingKeyBits = Optional.ofNullable(wrappingKeyBits);
    }

    @Override
    public String joseName() {
        return joseName;
    }

    /** Size of the key that is agreed upon to wrap another one, in bits; none where there is no other. */
    public Optional<Integer> wrappingKeyBits() {
        return wrappingKeyBits;
    }

    @Override
    public boolean fits(KeySpec spec) {
        return switch (spec) {
            case KeySpec.Ec ec -> CURVES.contains(ec.curve());
            case KeySpec.Okp okp -> CURVES.contains(okp.curve());
            case KeySpec.Rsa rsa -> false;
            case KeySpec.Oct oct -> false;
        };
    }
}
