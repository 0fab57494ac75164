package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The columns of a row. What cannot be in a column throws an {@link IllegalArgumentException} or a date's exception. */
final class Row {
    private final ResultSet row;
    private final Dialect dialect;

    Row(ResultSet row, Dialect dialect) {
        this.row = row;
        this.dialect = dialect;
    }

    String text(String column) throws SQLException {
        return optionalText(column).orElseThrow(() -> new IllegalArgumentException(column + " is null"));
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    UUID id(String column) throws SQLException {
        return UUID.fromString(text(column));
    }

    <E extends Enum<E>> E constant(Class<E> type, String column) throws SQLException {
        return Enum.valueOf(type, text(column).toUpperCase(Locale.ROOT));
    }

    int number(String column) throws SQLException {
        return row.getInt(column);
    }

    long count(String column) throws SQLException {
        return row.getLong(column);
    }

    boolean flag(String column) throws SQLException {
        return row.getBoolean(column);
    }

    Duration duration(String column) throws SQLException {
        return Duration.parse(text(column));
    }

    Instant moment(String column) throws SQLException {
        return optionalMoment(column).orElseThrow(() -> new IllegalArgumentException(column + " is null"));
    }

    Optional<Instant> optionalMoment(String column) throws SQLException {
        return row.getString(column) == null ? Optional.empty() : Optional.of(dialect.toInstant(row, column));
    }

    /** The columns {@code kind_at} and {@code kind_by_id}. */
    Change change(String kind) throws SQLException {
        return new Change(moment(kind + "_at"), text(kind + "_by_id"));
    }

    Optional<Change> optionalChange(String kind) throws SQLException {
        return optionalText(kind + "_at").isEmpty() ? Optional.empty() : Optional.of(change(kind));
    }
}
