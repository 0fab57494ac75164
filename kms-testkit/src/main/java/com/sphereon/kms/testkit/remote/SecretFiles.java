package com.sphereon.kms.testkit.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets in files of one folder, a file for each. Safe for use by many threads. */
public final class SecretFiles {
    private final Path folder;
    private final Map<String, Path> files = new ConcurrentHashMap<>();

    /** @param folder is there */
    public SecretFiles(Path folder) {
        this.folder = folder;
    }

    /** How a setting refers to that secret: {@code file:/path}. */
    public String reference(String secret) {
        return "file:" + files.computeIfAbsent(secret, this::write);
    }

    /** All there are. */
    public Set<String> secrets() {
        return Set.copyOf(files.keySet());
    }

    private Path write(String secret) {
        try {
            return Files.writeString(Files.createTempFile(folder, "secret", ".txt"), secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
