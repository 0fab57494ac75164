package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTranslationTest {
    private static final String TELLTALE = "insert into key_reference values ('secret')";
    private static final int CODE = 77;
    private static final Map<Failure, Class<? extends KmsException>> EXPECTED = Map.of(
            Failure.DUPLICATE, ConflictException.class,
            Failure.BUSY, UnavailableException.class,
            Failure.UNREACHABLE, UnavailableException.class,
            Failure.STORAGE, UnavailableException.class,
            Failure.DAMAGED, IntegrityException.class,
            Failure.UNEXPECTED, IntegrityException.class);

    private final FakeDialect dialect = new FakeDialect();
    private final FailureTranslation failures = new FailureTranslation(dialect);

    @ParameterizedTest
    @EnumSource(Failure.class)
    void translate_anyFailure_ourWordsAndTheirCause(Failure failure) {
        dialect.failures.put(CODE, failure);
        RuntimeException library = new IllegalStateException(TELLTALE, new SQLException(TELLTALE, "00000", CODE));

        KmsException translated = failures.translate(library, "taken");

        assertThat(translated).isExactlyInstanceOf(EXPECTED.get(failure));
        assertThat(translated.getMessage()).doesNotContain("secret").matches("[A-Za-z ,;]+");
        if (failure == Failure.DUPLICATE) {
            assertThat(translated).hasMessage("taken");
        } else {
            assertThat(translated).hasCause(library);
        }
    }

    @Test
    void translate_noConnection_unavailableWithoutAskingTheDialect() {
        dialect.failures.put(0, Failure.DAMAGED);

        for (SQLException lost : new SQLException[] {
            new SQLTransientConnectionException(TELLTALE), new SQLNonTransientConnectionException(TELLTALE)
        }) {
            assertThat(failures.translate(new IllegalStateException(lost)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("The database cannot be reached");
        }
    }

    @Test
    void translate_nothingOfADatabase_integrity() {
        assertThat(failures.translate(new IllegalStateException(TELLTALE)))
                .isInstanceOf(IntegrityException.class)
                .hasMessage("The database is not as it should be");
    }
}
