package com.sphereon.kms.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** In the file beside the server. */
class EmbeddedTamperingTest extends AuditTamperingContract {

    @Override
    Map<String, String> settings() {
        return Map.of();
    }

    @Override
    Connection connect() throws SQLException {
        return new EmbeddedFile(folder.resolve("data")).connect();
    }

    @Override
    String prefix(String tenant) {
        return "";
    }

    /** Nobody else writes here, so that even what fits is known to be somebody else's. */
    @Override
    List<Tampering> tamperings() {
        List<Tampering> all = new ArrayList<>(Tampering.all());
        all.add(Tampering.appendedWithHead());
        return all;
    }
}
