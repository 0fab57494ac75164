package com.sphereon.kms.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The software provider's key files, one per key version. */
final class KeyFiles {
    private KeyFiles() {}

    /** Whatever lies in the folder of the one tenant, left-over temporary files included. */
    static List<Path> in(Path dataDirectory) {
        return of(dataDirectory, "default");
    }

    /** The same of another tenant. */
    static List<Path> of(Path dataDirectory, String tenant) {
        Path folder = dataDirectory.resolve(Path.of("keystore", RunningKms.PROVIDER, tenant));
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
