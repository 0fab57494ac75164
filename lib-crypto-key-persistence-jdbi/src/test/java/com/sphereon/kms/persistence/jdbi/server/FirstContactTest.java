package com.sphereon.kms.persistence.jdbi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.InvalidSettingException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

class FirstContactTest {
    private static final ServerAddress ADDRESS = new ServerAddress("jdbc:some://a:1/b?c=secret", "a:1", false);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final SQLiteDataSource source = new SQLiteDataSource();
    private final AtomicInteger attempts = new AtomicInteger();

    private void await(Duration patience, int failures, FirstContact.Diagnosis diagnosis) {
        new FirstContact(ADDRESS, patience)
                .await(
                        source,
                        connection -> {
                            if (attempts.incrementAndGet() <= failures) {
                                throw new SQLException("secret");
                            }
                        },
                        diagnosis);
    }

    @Test
    void await_answersAtOnce_oneLook() {
        await(Duration.ZERO, 0, e -> Optional.empty());

        assertThat(attempts).hasValue(1);
    }

    @Test
    void await_answersLater_triedUntilThen() {
        await(LONG, 2, e -> Optional.empty());

        assertThat(attempts).hasValue(3);
    }

    @Test
    void await_neverAnswers_unavailableNamingTheServerOnly() {
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> await(Duration.ZERO, Integer.MAX_VALUE, e -> Optional.empty()))
                .withMessage("The database at a:1 has not answered for 0 s")
                .satisfies(e -> assertThat(e.retryAfter()).isPositive());
    }

    @Test
    void await_wrongSetting_refusedAtOnce() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> await(
                        LONG,
                        Integer.MAX_VALUE,
                        e -> Optional.of(new InvalidSettingException("password", "is wrong"))));
        assertThat(attempts).hasValue(1);
    }

    @Test
    void await_interrupted_unavailableAndStillInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> await(LONG, Integer.MAX_VALUE, e -> Optional.empty()));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
