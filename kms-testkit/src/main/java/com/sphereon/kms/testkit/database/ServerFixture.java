package com.sphereon.kms.testkit.database;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Opens databases on a server, in schemas no other test has. */
final class ServerFixture {
    private final PersistenceFactory factory;
    private final TestServer server;
    private final Path folder;
    private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);

    /** @param folder for the password */
    ServerFixture(PersistenceFactory factory, TestServer server, Path folder) {
        this.factory = factory;
        this.server = server;
        this.folder = folder;
        writePassword(server.password());
    }

    TestServer server() {
        return server;
    }

    void writePassword(String password) {
        try {
            Files.writeString(folder.resolve("password"), password + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param pairs names and values to add; an empty value takes a setting away */
    Persistence open(String... pairs) {
        return factory.open(settings(pairs), folder);
    }

    PlatformPersistence openPlatform(String... pairs) {
        return factory.openPlatform(settings(pairs), folder);
    }

    void migratePlatform(String... pairs) {
        openPlatform(pairs).close();
    }

    Settings settings(String... pairs) {
        Map<String, String> values = new HashMap<>();
        values.put("url", server.url());
        values.put("username", server.username());
        values.put("password", "file:" + folder.resolve("password"));
        values.put("tls.mode", "prefer");
        values.put("schema-pattern", prefix + "_{id}");
        values.put("schema", "p" + prefix);
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        values.values().removeIf(String::isEmpty);
        return new Settings(values);
    }

    /** The schema of a tenant whose id is short. */
    String schema(TenantId tenant) {
        return prefix + "_" + tenant.value().replace('-', '_');
    }

    String platformSchema() {
        return "p" + prefix;
    }

    /** Answers whether there is such a schema. */
    boolean exists(String schema) {
        return !server.text("select schema_name from information_schema.schemata where schema_name = '" + schema + "'")
                .isEmpty();
    }

    /** Names of our schemas. */
    String schemas() {
        return server.text("select count(*) from information_schema.schemata where schema_name like '" + prefix + "%'");
    }

    static KeyReference write(Persistence persistence, TenantId tenant, String alias) {
        return KeyReferences.of(tenant, alias).insertedInto(persistence.keyReferences());
    }

    static List<KeyReference> read(Persistence persistence, TenantId tenant) {
        return persistence.keyReferences().list(tenant, Optional.empty());
    }

    static boolean has(Persistence persistence, TenantId tenant, String alias) {
        return persistence
                .keyReferences()
                .findByAlias(tenant, new KeyAlias(alias))
                .isPresent();
    }
}
