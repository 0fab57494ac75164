package com.sphereon.kms.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the launcher {@code kms} tells us.
 *
 * @param home the folder it is in
 * @param jvmFlags those it starts the product with
 */
record Launcher(Path home, List<String> jvmFlags) {
    private static final String HOME = "KMS_BENCH_HOME";
    private static final String FLAGS = "KMS_JVM_FLAGS";

    /** @throws IllegalStateException when we were not started by it */
    static Launcher of(Map<String, String> environment) {
        Path home = Optional.ofNullable(environment.get(HOME))
                .map(Path::of)
                .filter(folder -> Files.isExecutable(folder.resolve("kms")))
                .orElseThrow(() -> new IllegalStateException("start this with ./kms bench, which sets " + HOME));
        List<String> flags = Stream.of(environment.getOrDefault(FLAGS, "").split(" "))
                .filter(flag -> !flag.isBlank())
                .toList();
        return new Launcher(home, flags);
    }

    /** The launcher itself. */
    String kms() {
        return home.resolve("kms").toString();
    }
}
