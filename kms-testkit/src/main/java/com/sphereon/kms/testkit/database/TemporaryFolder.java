package com.sphereon.kms.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for a server. */
record TemporaryFolder(Path path) {
    private static final int MAX_ATTEMPTS = 20;

    static TemporaryFolder create(String prefix) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** With everything in it, also while a dying server removes files of its own. */
    void delete() {
        for (int attempt = 0; attempt < MAX_ATTEMPTS && Files.exists(path); attempt++) {
            try (Stream<Path> files = Files.walk(path)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                // Something came or went meanwhile: another look shows what is there now.
            }
        }
    }
}
