package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.InvalidSettingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the server at the start: in a cluster it may come up after us. What waiting cannot change, such as a wrong
 * password, ends it at once.
 */
public final class FirstContact {
    /** How long the start waits for the server. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(FirstContact.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final ServerAddress address;
    private final Duration patience;

    /** @param patience how long to wait; what the last attempt takes comes on top of it */
    public FirstContact(ServerAddress address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    /** A look at the server when it answers. */
    public interface Inspection {
        /** @throws SQLException when the server has gone again */
        void look(Connection connection) throws SQLException;
    }

    /** Which setting is wrong, if that is what a failed attempt says. */
    public interface Diagnosis {
        /** Empty when the server may merely be away. */
        Optional<InvalidSettingException> wrongSetting(SQLException e);
    }

    /**
     * Returns when the server has answered and was looked at.
     *
     * @throws InvalidSettingException when it refuses us
     * @throws UnavailableException when it has not answered in time; names host and port
     */
    public void await(DataSource source, Inspection inspection, Diagnosis diagnosis) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean told = false;
        while (true) {
            try (Connection connection = source.getConnection()) {
                inspection.look(connection);
                return;
            } catch (SQLException e) {
                diagnosis.wrongSetting(e).ifPresent(wrong -> {
                    throw wrong;
                });
                if (System.nanoTime() - deadline >= 0) {
                    throw unavailable(e);
                }
                if (!told) {
                    LOG.warn("The database at {} does not answer yet; waiting up to {}", address.shown(), patience);
                    told = true;
                }
                pause(e);
            }
        }
    }

    private void pause(SQLException e) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    private UnavailableException unavailable(SQLException e) {
        return new UnavailableException(
                "The database at %s has not answered for %d s".formatted(address.shown(), patience.toSeconds()),
                RETRY_AFTER,
                e);
    }
}
