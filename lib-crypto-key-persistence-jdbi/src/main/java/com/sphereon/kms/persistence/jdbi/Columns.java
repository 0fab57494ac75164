package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Puts values into the parameters of a statement, which are named like the columns. */
final class Columns {
    private final SqlStatement<?> statement;
    private final Dialect dialect;

    Columns(SqlStatement<?> statement, Dialect dialect) {
        this.statement = statement;
        this.dialect = dialect;
    }

    Columns text(String column, String value) {
        statement.bind(column, value);
        return this;
    }

    Columns text(String column, Optional<String> value) {
        statement.bind(column, orNull(value));
        return this;
    }

    Columns octets(String column, byte[] value) {
        statement.bind(column, value);
        return this;
    }

    Columns id(String column, UUID value) {
        return text(column, value.toString());
    }

    /** The name of a constant in lower case. */
    Columns constant(String column, Enum<?> value) {
        return text(column, value.name().toLowerCase(Locale.ROOT));
    }

    Columns number(String column, long value) {
        statement.bind(column, value);
        return this;
    }

    Columns number(String column, Optional<Integer> value) {
        statement.bind(column, orNull(value));
        return this;
    }

    Columns flag(String column, Optional<Boolean> value) {
        statement.bind(column, orNull(value));
        return this;
    }

    Columns flag(String column, boolean value) {
        statement.bind(column, value);
        return this;
    }

    /** As ISO 8601 has it. */
    Columns duration(String column, Duration value) {
        return text(column, value.toString());
    }

    Columns moment(String column, Instant value) {
        return moment(column, Optional.of(value));
    }

    Columns moment(String column, Optional<Instant> value) {
        Optional<Object> stored =
                value.map(moment -> moment.truncatedTo(ChronoUnit.MICROS)).map(dialect::toColumn);
        statement.bind(column, argument(orNull(stored)));
        return this;
    }

    /** The columns {@code kind_at} and {@code kind_by_id}. */
    Columns change(String kind, Change change) {
        return change(kind, Optional.of(change));
    }

    Columns change(String kind, Optional<Change> change) {
        return moment(kind + "_at", change.map(Change::at)).text(kind + "_by_id", change.map(Change::by));
    }

    /** Straight to the driver: Jdbi's own ways with dates go through the time zone of the machine. */
    private static Argument argument(@Nullable Object value) {
        return (position, statement, context) -> statement.setObject(position, value);
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.orElse(null);
    }
}
