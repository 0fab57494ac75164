package com.sphereon.kms.persistence.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.persistence.jdbi.Failure;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlStateTest {

    @ParameterizedTest
    @CsvSource({
        "23505, DUPLICATE",
        "23503, UNEXPECTED",
        "23514, UNEXPECTED",
        "40001, BUSY",
        "40P01, BUSY",
        "55P03, BUSY",
        "57014, BUSY",
        "53300, BUSY",
        "08001, UNREACHABLE",
        "08004, UNREACHABLE",
        "08006, UNREACHABLE",
        "57P01, UNREACHABLE",
        "57P02, UNREACHABLE",
        "57P03, UNREACHABLE",
        "57P04, UNREACHABLE",
        "25P03, UNREACHABLE",
        "28P01, UNREACHABLE",
        "3D000, UNREACHABLE",
        "53100, STORAGE",
        "53200, STORAGE",
        "58030, STORAGE",
        "25006, STORAGE",
        "XX001, DAMAGED",
        "XX002, DAMAGED",
        "XX000, UNEXPECTED",
        "42P01, UNEXPECTED",
        "42501, UNEXPECTED",
        "25001, UNEXPECTED",
        "'', UNEXPECTED",
        "0, UNEXPECTED"
    })
    void classify_state_failure(String state, Failure failure) {
        assertThat(SqlState.classify(new SQLException("words", state))).isEqualTo(failure);
    }

    @Test
    void classify_noState_unexpected() {
        assertThat(SqlState.classify(new SQLException("duplicate key"))).isEqualTo(Failure.UNEXPECTED);
    }
}
