package com.sphereon.kms.persistence.jdbi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** A script and its file name, which says version and purpose. */
record MigrationScript(String name, String sql) {

    static MigrationScript read(Class<?> anchor, String folder, String name) {
        try (InputStream content = anchor.getResourceAsStream(folder + "/" + name)) {
            if (content == null) {
                throw new IllegalStateException("migration " + name + " is not beside " + anchor.getName());
            }
            return new MigrationScript(name, new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("migration " + name + " cannot be read", e);
        }
    }

    /** The number between {@code V} and {@code __}. */
    String version() {
        return name.substring(1, name.indexOf("__"));
    }

    /** As Flyway notes it in the history: of the lines, without what ends them. */
    int checksum() {
        CRC32 checksum = new CRC32();
        sql.lines().forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) checksum.getValue();
    }
}
