package com.sphereon.kms.bench;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.persistence.embedded.EmbeddedPersistenceFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** With the embedded database. */
record EmbeddedSite(Product product) implements Site {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public ServerProcess start() throws InterruptedException {
        return product.startEmbedded();
    }

    @Override
    public Path data() {
        return product.data();
    }

    @Override
    public Persistence open() {
        return new EmbeddedPersistenceFactory().open(new Settings(Map.of()), data());
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("kms.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma synchronous = off");
        }
        return connection;
    }

    @Override
    public String table(String tenant, String name) {
        return name;
    }

    @Override
    public Object toColumn(Instant moment) {
        return MOMENT.format(moment);
    }

    /** The folder goes with the run. */
    @Override
    public void close() {}
}
