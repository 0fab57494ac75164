package com.sphereon.kms.persistence.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.exceptions.StatementIsClosedException;
import com.sphereon.kms.persistence.jdbi.Failure;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VendorCodeTest {

    @ParameterizedTest
    @CsvSource({
        "1062, 23000, DUPLICATE",
        "1586, 23000, DUPLICATE",
        "1048, 23000, UNEXPECTED",
        "1452, 23000, UNEXPECTED",
        "1205, 40001, BUSY",
        "1213, 40001, BUSY",
        "3572, HY000, BUSY",
        "1040, 08004, BUSY",
        "1203, 42000, BUSY",
        "1317, 70100, BUSY",
        "1969, 70100, BUSY",
        "3024, HY000, BUSY",
        "1053, 08S01, UNREACHABLE",
        "1927, 70100, UNREACHABLE",
        "4031, HY000, UNREACHABLE",
        "0, 08S01, UNREACHABLE",
        "0, 08001, UNREACHABLE",
        "1021, HY000, STORAGE",
        "1114, HY000, STORAGE",
        "1030, HY000, STORAGE",
        "1290, HY000, STORAGE",
        "1792, 25006, STORAGE",
        "1836, HY000, STORAGE",
        "1034, HY000, DAMAGED",
        "1712, HY000, DAMAGED",
        "1146, 42S02, UNEXPECTED",
        "1049, 42000, UNEXPECTED",
        "0, HY000, UNEXPECTED"
    })
    void classify_code_failure(int code, String state, Failure failure) {
        assertThat(VendorCode.classify(new SQLException("words", state, code))).isEqualTo(failure);
    }

    @Test
    void classify_driversOwn_byKind() {
        assertThat(VendorCode.classify(new SQLTimeoutException("words"))).isEqualTo(Failure.BUSY);
        assertThat(VendorCode.classify(new SQLTransactionRollbackException("words")))
                .isEqualTo(Failure.BUSY);
        assertThat(VendorCode.classify(new SQLException("duplicate"))).isEqualTo(Failure.UNEXPECTED);
        assertThat(VendorCode.classify(new SQLException("words", new IllegalStateException())))
                .isEqualTo(Failure.UNEXPECTED);
    }

    /** As {@code ClientPreparedStatement.executeBatch} has it when the server dies in the middle. */
    @Test
    void classify_statementClosedByTheDriver_unreachable() {
        SQLException batch = new SQLException("words", "S1009", new StatementIsClosedException("words"));

        assertThat(VendorCode.classify(batch)).isEqualTo(Failure.UNREACHABLE);
    }
}
