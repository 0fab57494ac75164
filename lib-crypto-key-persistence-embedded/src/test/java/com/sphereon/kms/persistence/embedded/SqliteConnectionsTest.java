package com.sphereon.kms.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.persistence.jdbi.ConnectionPools;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteConnectionsTest {
    /** SQLite, "PRAGMA synchronous": flush the log at each commit. */
    private static final int FULL = 2;

    @TempDir
    Path directory;

    private ConnectionPools pools;

    @BeforeEach
    void open() throws SQLException {
        pools = SqliteConnections.open(DatabaseFile.create("path", directory.resolve("kms.db")), new SqliteDialect());
        run(pools.writers(), "create table thing (id integer primary key)");
    }

    @AfterEach
    void close() {
        pools.close();
    }

    @Test
    void connection_anyOfThem_writesAheadAndFlushesAtEachCommit() throws SQLException {
        assertDurable(pools.writers(), "0");
        assertDurable(pools.readers(), "1");
        assertThat(pools.writers().getMaximumPoolSize()).isEqualTo(1);
        assertThat(pools.readers().getMaximumPoolSize()).isGreaterThanOrEqualTo(2);
    }

    private static void assertDurable(HikariDataSource pool, String queryOnly) throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
            all.add(pool.getConnection());
        }
        for (Connection connection : all) {
            assertThat(text(connection, "pragma journal_mode")).isEqualTo("wal");
            assertThat(text(connection, "pragma synchronous")).isEqualTo(Integer.toString(FULL));
            assertThat(text(connection, "pragma query_only")).isEqualTo(queryOnly);
            connection.close();
        }
    }

    @Test
    void reader_write_refused() {
        assertThatThrownBy(() -> run(pools.readers(), "insert into thing values (1)"))
                .isInstanceOf(SQLException.class);
    }

    /** Where two transactions read before they write, both could find a name free. */
    @Test
    void writer_transaction_keepsOthersOutFromItsBeginning() throws SQLException {
        try (Connection writer = pools.writers().getConnection();
                Connection other = new Sqlite(directory.resolve("kms.db")).connect();
                Statement statement = other.createStatement()) {
            writer.setAutoCommit(false);

            assertThatThrownBy(() -> statement.executeUpdate("insert into thing values (2)"))
                    .hasMessageContaining("SQLITE_BUSY");
            writer.rollback();
        }
    }

    @Test
    void reader_whileWriterIsAtIt_seesWhatWasCommittedWithoutWaiting() throws SQLException {
        run(pools.writers(), "insert into thing values (1)");
        try (Connection writer = pools.writers().getConnection()) {
            writer.setAutoCommit(false);
            try (Statement statement = writer.createStatement()) {
                statement.executeUpdate("insert into thing values (2)");
            }
            try (Connection reader = pools.readers().getConnection()) {
                assertThat(text(reader, "select count(*) from thing")).isEqualTo("1");
                writer.commit();
                assertThat(text(reader, "select count(*) from thing")).isEqualTo("2");
            }
            writer.setAutoCommit(true);
        }
    }

    private static void run(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        }
    }
}
