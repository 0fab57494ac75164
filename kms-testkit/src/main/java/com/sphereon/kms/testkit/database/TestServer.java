package com.sphereon.kms.testkit.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that answers. The user may do everything in it.
 *
 * @param url a JDBC URL without credentials
 * @param origin where it comes from, for people
 */
public record TestServer(String url, String username, String password, String origin) {

    /** Takes the parameters {@code user} and {@code password} out of a URL. */
    static TestServer ofUrl(String url, String origin) {
        String[] parts = url.split("\\?", 2);
        String username = "";
        String password = "";
        List<String> others = new ArrayList<>();
        for (String parameter : parts.length == 1 ? new String[0] : parts[1].split("&", -1)) {
            if (parameter.startsWith("user=")) {
                username = decode(parameter.substring("user=".length()));
            } else if (parameter.startsWith("password=")) {
                password = decode(parameter.substring("password=".length()));
            } else {
                others.add(parameter);
            }
        }
        String plain = others.isEmpty() ? parts[0] : parts[0] + "?" + String.join("&", others);
        return new TestServer(plain, username, password, origin);
    }

    private static String decode(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    /** The host in the URL. */
    public String host() {
        return hostAndPort()[0];
    }

    /** The port in the URL. */
    public int port() {
        return Integer.parseInt(hostAndPort()[1]);
    }

    private String[] hostAndPort() {
        return url.substring(url.indexOf("//") + 2).split("[/?]", 2)[0].split(":", 2);
    }

    /** A connection past everything we wrote. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, username, password);
    }

    /** Runs statements, as an operator with a command-line tool would. */
    public void run(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(String.join("; ", statements), e);
        }
    }

    /** The first column of all rows, separated by commas. */
    public String text(String query) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                rows.add(String.valueOf(row.getString(1)));
            }
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
        return String.join(",", rows);
    }
}
