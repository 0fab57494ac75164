package com.sphereon.kms.app;

import com.sphereon.kms.testkit.database.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A new database on a PostgreSQL server, and what an operator would look up in it. */
final class TestDatabase {
    private static final String NO_SYSTEM =
            "nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public')";

    private final TestServer server;

    private TestDatabase(TestServer server) {
        this.server = server;
    }

    static TestDatabase create(TestServer server) {
        String name = "kms_" + UUID.randomUUID().toString().replace('-', '_');
        server.run("create database " + name);
        String url = server.url().replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
        return new TestDatabase(new TestServer(url, server.username(), server.password(), server.origin()));
    }

    /** What makes a KMS use it, with the password in a file of that folder. */
    Map<String, String> settings(Path folder) {
        Path password = folder.resolve("database-password");
        try {
            Files.createDirectories(folder);
            Files.writeString(password, server.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings("file:" + password);
    }

    /** @param password as the setting shall have it */
    Map<String, String> settings(String password) {
        Map<String, String> settings = new HashMap<>();
        settings.put("database.tenants.default.dialect", "postgresql");
        settings.put("database.tenants.default.url", server.url());
        settings.put("database.tenants.default.username", server.username());
        settings.put("database.tenants.default.password", password);
        return settings;
    }

    String password() {
        return server.password();
    }

    /** A connection past everything we wrote. */
    Connection connect() throws SQLException {
        return server.connect();
    }

    void run(String... statements) {
        server.run(statements);
    }

    String text(String query) {
        return server.text(query);
    }

    /** The names of all schemas that are not the server's own. */
    Set<String> schemas() {
        return new TreeSet<>(List.of(
                text("select nspname from pg_namespace where " + NO_SYSTEM).split(",", -1)));
    }

    /** Every value of every row of every table, as text. */
    String dump() {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = server.connect()) {
            for (String table : tables(connection)) {
                dump.append(table).append('\n');
                append(connection, table, dump);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return dump.toString();
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select quote_ident(nspname) || '.' || quote_ident(relname) from pg_class c"
                                + " join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and "
                                + NO_SYSTEM)) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    private static void append(Connection connection, String table, StringBuilder dump) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from " + table)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                for (int column = 1; column <= columns; column++) {
                    dump.append(row.getString(column)).append('\t');
                }
                dump.append('\n');
            }
        }
    }
}
