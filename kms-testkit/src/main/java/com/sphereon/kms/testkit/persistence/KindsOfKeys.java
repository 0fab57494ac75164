package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every curve and size, with every set of operations and every algorithm it can have. */
final class KindsOfKeys {

    private KindsOfKeys() {}

    static List<KeyParameters> all() {
        return specs().flatMap(KindsOfKeys::parameters).toList();
    }

    private static Stream<KeySpec> specs() {
        Stream<KeySpec> onCurves = Stream.of(Curve.values()).map(KeySpec::onCurve);
        Stream<KeySpec> rsa = Stream.of(2048, 3072, 4096).map(KeySpec.Rsa::new);
        Stream<KeySpec> symmetric = Stream.of(128, 136, 256, 384, 512, 1024).map(KeySpec.Oct::new);
        return Stream.concat(onCurves, Stream.concat(rsa, symmetric));
    }

    private static Stream<KeyParameters> parameters(KeySpec spec) {
        return Stream.of(KeyUse.values())
                .flatMap(use -> operations(spec, use).flatMap(operations -> {
                    KeyUsage usage = new KeyUsage(use, operations);
                    return use == KeyUse.ENC
                            ? Stream.of(new KeyParameters(spec, usage, Optional.empty()))
                            : SignatureAlgorithm.fitting(spec).stream()
                                    .map(algorithm -> new KeyParameters(spec, usage, Optional.of(algorithm)));
                }));
    }

    /** Every non-empty set of the operations of that use. */
    private static Stream<Set<KeyOperation>> operations(KeySpec spec, KeyUse use) {
        List<KeyOperation> possible = spec.possibleOperations().stream()
                .filter(operation -> operation.use() == use)
                .toList();
        return IntStream.range(1, 1 << possible.size()).mapToObj(bits -> subset(possible, bits));
    }

    private static Set<KeyOperation> subset(List<KeyOperation> operations, int bits) {
        Set<KeyOperation> subset = EnumSet.noneOf(KeyOperation.class);
        for (int i = 0; i < operations.size(); i++) {
            if ((bits & 1 << i) != 0) {
                subset.add(operations.get(i));
            }
        }
        return subset;
    }
}
