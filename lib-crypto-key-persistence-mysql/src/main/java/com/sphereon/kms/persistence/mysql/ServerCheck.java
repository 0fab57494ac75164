package com.sphereon.kms.persistence.mysql;

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
            String flush = answer(statement, "select @@global.innodb_flush_log_at_trx_commit", 1);
            if (!flush.equals("1")) {
                LOG.warn(
                        "THE DATABASE AT {} HAS innodb_flush_log_at_trx_commit = {}: a crash of its machine loses keys that"
                                + " were acknowledged. Set it to 1.",
                        at,
                        flush);
            }
            boolean encrypted = !answer(statement, "show session status like 'Ssl_cipher'", 2)
                    .isEmpty();
            if (!encrypted && !settings.address().local() && settings.tls().mode() == TlsMode.PREFER) {
                LOG.warn("The database at {} offers no TLS, so everything, passwords too, can be read on the way", at);
            }
        }
    }

    private static String answer(Statement statement, String query, int column) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(column)) : "";
        }
    }
}
