package com.sphereon.kms.bench;

import com.sphereon.kms.testkit.database.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts the product as an operator does: by the launcher, configured by environment variables, with authentication on.
 *
 * @param folder of its data, its log and the password
 */
record Product(Launcher launcher, LocalIssuer issuer, Path folder) {
    static final String API = "/api/kms/v1";
    static final String SIGN_PATH = API + "/signatures/raw/create";

    /** With its embedded database. */
    ServerProcess startEmbedded() throws InterruptedException {
        return start(Map.of());
    }

    /** With a database on a PostgreSQL server. */
    ServerProcess startPostgresql(TestServer server) throws InterruptedException {
        return start(Map.of(
                "DATABASE_TENANTS_DEFAULT_DIALECT",
                "postgresql",
                "DATABASE_TENANTS_DEFAULT_URL",
                server.url(),
                "DATABASE_TENANTS_DEFAULT_USERNAME",
                server.username(),
                "DATABASE_TENANTS_DEFAULT_PASSWORD",
                "file:" + passwordFile(server.password())));
    }

    /** The same in a folder below. */
    Product in(String name) {
        return new Product(launcher, issuer, folder.resolve(name));
    }

    /** Where the data is, also before it runs. */
    Path data() {
        return folder.resolve("data");
    }

    private ServerProcess start(Map<String, String> database) throws InterruptedException {
        int port = ServerProcess.freePort();
        Map<String, String> environment = new HashMap<>(database);
        environment.put("SERVER_REST_PORT", Integer.toString(port));
        environment.put("KMS_DATA_DIR", data().toString());
        environment.put("SERVER_REST_AUTH_ENABLED", "true");
        environment.put("SERVER_REST_AUTH_ISSUER", LocalIssuer.ISSUER);
        environment.put("SERVER_REST_AUTH_JWKS_URI", issuer.jwksUri().toString());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ServerProcess.start(List.of(launcher.kms(), "serve"), environment, port, folder.resolve("log"));
    }

    /** A file with the password, as the product takes it. */
    Path passwordFile(String password) {
        Path file = folder.resolve("password");
        try {
            Files.createDirectories(folder);
            // a server that asks for none ignores it, but the product wants one
            Files.writeString(file, password.isEmpty() ? "none" : password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
