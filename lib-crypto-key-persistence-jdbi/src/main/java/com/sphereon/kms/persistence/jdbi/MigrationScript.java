package com.sphereon.kms.persistence.jdbi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A script and its file name, which says version and purpose. */
record MigrationScript(String name, String sql) {

    static MigrationScript read(Class<?> anchor, String name) {
        try (InputStream content = anchor.getResourceAsStream("migration/" + name)) {
            if (content == null) {
                throw new IllegalStateException("migration " + name + " is not beside " + anchor.getName());
            }
            return new MigrationScript(name, new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("migration " + name + " cannot be read", e);
        }
    }
}
