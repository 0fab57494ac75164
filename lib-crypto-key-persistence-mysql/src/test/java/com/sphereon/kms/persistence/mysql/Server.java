package com.sphereon.kms.persistence.mysql;

import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings for the server tests work with. */
final class Server {

    private Server() {}

    /** @param directory where to put the password */
    static Settings settings(Path directory) {
        return settings(TestDatabases.mysql(), directory, Map.of());
    }

    static Settings settings(TestServer server, Path directory, Map<String, String> others) {
        Map<String, String> values = new HashMap<>();
        values.put("url", server.url());
        values.put("username", server.username());
        values.put("password", "file:" + passwordFile(server, directory));
        values.put("tls.mode", "prefer");
        values.putAll(others);
        values.values().removeIf(String::isEmpty);
        return new Settings(values);
    }

    private static Path passwordFile(TestServer server, Path directory) {
        try {
            return Files.writeString(directory.resolve("password"), server.password() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
