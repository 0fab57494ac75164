package com.sphereon.kms.core.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The kinds of keys a provider can hold.
 *
 * @param curves curves of EC and OKP keys
 * @param rsaSizesBits RSA modulus lengths
 * @param symmetricSizesBits lengths of symmetric keys
 */
public record SupportedKeys(Set<Curve> curves, Set<Integer> rsaSizesBits, Set<Integer> symmetricSizesBits) {
    private static final Set<Integer> ALL_SYMMETRIC_SIZES_BITS = IntStream.rangeClosed(
                    KeySpec.Oct.MIN_SIZE_BITS / Byte.SIZE, KeySpec.Oct.MAX_SIZE_BITS / Byte.SIZE)
            .mapToObj(bytes -> bytes * Byte.SIZE)
            .collect(Collectors.toUnmodifiableSet());

    /** Keeps its own sets. */
    public SupportedKeys {
        EnumSet<Curve> ordered = EnumSet.noneOf(Curve.class);
        ordered.addAll(curves);
        curves = Collections.unmodifiableSet(ordered);
        rsaSizesBits = Set.copyOf(rsaSizesBits);
        symmetricSizesBits = Set.copyOf(symmetricSizesBits);
    }

    /** With symmetric keys of every length, or of none. */
    public SupportedKeys(Set<Curve> curves, Set<Integer> rsaSizesBits, boolean symmetric) {
        this(curves, rsaSizesBits, symmetric ? ALL_SYMMETRIC_SIZES_BITS : Set.of());
    }

    /** Whether a key of that kind can be held. */
    public boolean contains(KeySpec spec) {
        return switch (spec) {
            case KeySpec.Ec ec -> curves.contains(ec.curve());
            case KeySpec.Okp okp -> curves.contains(okp.curve());
            case KeySpec.Rsa rsa -> rsaSizesBits.contains(rsa.sizeBits());
            case KeySpec.Oct oct -> symmetricSizesBits.contains(oct.sizeBits());
        };
    }

    /** Every kind of key that can be held. */
    public Stream<KeySpec> specs() {
        return Stream.of(
                        curves.stream().map(KeySpec::onCurve),
                        rsaSizesBits.stream().map(KeySpec.Rsa::new),
                        symmetricSizesBits.stream().map(KeySpec.Oct::new))
                .flatMap(kinds -> kinds);
    }

    /** The families of which at least one kind can be held. */
    public Set<KeyType> keyTypes() {
        EnumSet<KeyType> types = EnumSet.noneOf(KeyType.class);
        curves.forEach(curve -> types.add(curve.keyType()));
        if (!rsaSizesBits.isEmpty()) {
            types.add(KeyType.RSA);
        }
        if (!symmetricSizesBits.isEmpty()) {
            types.add(KeyType.OCT);
        }
        return types;
    }
}
