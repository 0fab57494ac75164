package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.persistence.jdbi.server.ServerAddress;
import com.sphereon.kms.persistence.jdbi.server.TlsSettings;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Tells a server that refuses us for good from one that is away. */
record ServerRefusal(ServerAddress address) {

    Optional<InvalidSettingException> explain(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (e.getCause() instanceof InvalidSettingException wrong) {
            return Optional.of(wrong);
        }
        if (isTls(e)) {
            return refused(TlsSettings.MODE, "does not fit the server at %s, or its certificate is not accepted");
        }
        return switch (state) {
            // invalid_password
            case "28P01" -> refused("password", "was refused by the server at %s");
            // invalid_authorization_specification: no such user, or none that may come from here
            case "28000" -> refused("username", "was refused by the server at %s");
            case SqlState.INVALID_CATALOG_NAME ->
                refused("database", "names a database that the server at %s does not have");
            // connection rejected: by the driver, since the server does not speak TLS
            case "08004" -> refused(TlsSettings.MODE, "asks for TLS, which the server at %s does not offer");
            default -> Optional.empty();
        };
    }

    private static boolean isTls(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private Optional<InvalidSettingException> refused(String setting, String problem) {
        return Optional.of(new InvalidSettingException(setting, problem.formatted(address.shown())));
    }
}
