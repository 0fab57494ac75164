package com.sphereon.kms.persistence.mysql;

import com.mysql.cj.exceptions.UnableToConnectException;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.persistence.jdbi.server.ServerAddress;
import com.sphereon.kms.persistence.jdbi.server.ServerSettings;
import com.sphereon.kms.persistence.jdbi.server.TlsMode;
import com.sphereon.kms.persistence.jdbi.server.TlsSettings;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Tells a server that refuses us for good from one that is away. */
record ServerRefusal(ServerAddress address, TlsMode tls) {

    Optional<InvalidSettingException> explain(SQLException e) {
        if (e.getCause() instanceof InvalidSettingException wrong) {
            return Optional.of(wrong);
        }
        if (isTls(e)) {
            return refused(
                    TlsSettings.MODE,
                    "asks for what the server at %s does not offer, or its certificate is not accepted");
        }
        return switch (e.getErrorCode()) {
            case VendorCode.ACCESS_DENIED ->
                refused(ServerSettings.PASSWORD, "or username was refused by the server at %s");
            case VendorCode.UNKNOWN_DATABASE, VendorCode.DATABASE_DENIED ->
                refused("database", "names a database that the server at %s does not have, or not for us");
            default -> Optional.empty();
        };
    }

    private boolean isTls(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || (wantsTls() && cause instanceof UnableToConnectException)) {
                return true;
            }
        }
        return false;
    }

    /** Then the driver, once it has talked to a server, gives up for no other reason than that it has none. */
    private boolean wantsTls() {
        return tls.compareTo(TlsMode.PREFER) > 0;
    }

    private Optional<InvalidSettingException> refused(String setting, String problem) {
        return Optional.of(new InvalidSettingException(setting, problem.formatted(address.shown())));
    }
}
