package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.persistence.jdbi.server.ServerSettings;
import com.sphereon.kms.persistence.jdbi.server.TlsMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator should know about a server that we can work with but that is set up against its purpose. */
record ServerCheck(ServerSettings settings) {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);

    void inspect(Connection connection) throws SQLException {
        String at = settings.address().shown();
        try (Statement statement = connection.createStatement()) {
            for (String setting : new String[] {"fsync", "full_page_writes"}) {
                if (answer(statement, "select current_setting('" + setting + "')")
                        .equals("off")) {
                    LOG.warn(
                            "THE DATABASE AT {} HAS {} OFF: a crash of its machine destroys it. Turn it on.",
                            at,
                            setting);
                }
            }
            boolean encrypted = answer(statement, "select ssl from pg_catalog.pg_stat_ssl where pid = pg_backend_pid()")
                    .equals("t");
            if (!encrypted && !settings.address().local() && settings.tls().mode() == TlsMode.PREFER) {
                LOG.warn("The database at {} offers no TLS, so everything, passwords too, can be read on the way", at);
            }
        }
    }

    private static String answer(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}
