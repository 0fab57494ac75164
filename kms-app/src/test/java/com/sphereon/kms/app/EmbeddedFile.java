package com.sphereon.kms.app;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The embedded database as somebody finds it who can write to the file. */
record EmbeddedFile(Path dataDirectory) {

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + dataDirectory.resolve("kms.db") + "?busy_timeout=10000");
    }

    /** Returns how many rows were changed. */
    int run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
