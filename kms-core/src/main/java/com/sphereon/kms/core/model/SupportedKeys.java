package com.sphereon.kms.core.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The kinds of keys a provider can hold.
 *
 * @param curves curves of EC and OKP keys
 * @param rsaSizesBits RSA modulus lengths
 * @param symmetric whether it holds symmetric keys
 */
public record SupportedKeys(Set<Curve> curves, Set<Integer> rsaSizesBits, boolean symmetric) {

    /** Keeps its own sets. */
    public SupportedKeys {
        EnumSet<Curve> ordered = EnumSet.noneOf(Curve.class);
        ordered.addAll(curves);
        curves = Collections.unmodifiableSet(ordered);
        rsaSizesBits = Set.copyOf(rsaSizesBits);
    }

    /** Whether a key of that kind can be held. */
    public boolean contains(KeySpec spec) {
        return switch (spec) {
            case KeySpec.Ec ec -> curves.contains(ec.curve());
            case KeySpec.Okp okp -> curves.contains(okp.curve());
            case KeySpec.Rsa rsa -> rsaSizesBits.contains(rsa.sizeBits());
            case KeySpec.Oct oct -> symmetric;
        };
    }

    /** The families of which at least one kind can be held. */
    public Set<KeyType> keyTypes() {
        EnumSet<KeyType> types = EnumSet.noneOf(KeyType.class);
        curves.forEach(curve -> types.add(curve.keyType()));
        if (!rsaSizesBits.isEmpty()) {
            types.add(KeyType.RSA);
        }
        if (symmetric) {
            types.add(KeyType.OCT);
        }
        return types;
    }
}
