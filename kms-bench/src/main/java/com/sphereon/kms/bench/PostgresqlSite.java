package com.sphereon.kms.bench;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.persistence.postgresql.PostgresqlPersistenceFactory;
import com.sphereon.kms.testkit.database.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Properties;

/** With a database of its own on a PostgreSQL server. */
record PostgresqlSite(Product product, PostgresqlServer.Database database) implements Site {

    @Override
    public ServerProcess start() throws InterruptedException {
        return product.startPostgresql(database.server());
    }

    @Override
    public Path data() {
        return product.data();
    }

    @Override
    public Persistence open() {
        TestServer server = database.server();
        Settings settings = new Settings(Map.of(
                "url",
                server.url(),
                "username",
                server.username(),
                "password",
                "file:" + product.passwordFile(server.password())));
        return new PostgresqlPersistenceFactory().open(settings, data());
    }

    @Override
    public Connection connect() throws SQLException {
        TestServer server = database.server();
        Properties properties = new Properties();
        properties.setProperty("user", server.username());
        properties.setProperty("password", server.password());
        properties.setProperty("reWriteBatchedInserts", "true");
        return DriverManager.getConnection(server.url(), properties);
    }

    /** By the schema pattern that holds when nothing else is said. */
    @Override
    public String table(String tenant, String name) {
        return "tenant_" + tenant.replace('-', '_') + "." + name;
    }

    @Override
    public Object toColumn(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        database.close();
    }
}
