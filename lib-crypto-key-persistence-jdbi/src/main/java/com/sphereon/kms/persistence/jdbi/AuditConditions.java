package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A filter in SQL: conditions that begin with {@code and}, and their parameters. */
final class AuditConditions {
    /** What every database can compare with; no event is outside of it. */
    private static final Instant MIN = Instant.parse("1000-01-01T00:00:00Z");

    private static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999Z");

    private final StringBuilder sql = new StringBuilder();
    private final List<Consumer<Columns>> parameters = new ArrayList<>();

    private AuditConditions() {}

    /** On events. */
    AuditConditions(EventFilter filter) {
        moment(filter.from(), "happened_at >= :from");
        moment(filter.to(), "happened_at < :to");
        text(filter.alias().map(KeyAlias::value), "alias = :alias");
        text(filter.kid().map(Kid::value), "kid = :kid");
        text(filter.operation().map(AuditOperation::text), "operation = :operation");
        text(filter.outcome().map(AuditOutcome.Kind::text), "outcome = :outcome");
    }

    /** On tiles: whether one may have an event in the time of the filter. */
    static AuditConditions times(EventFilter filter) {
        AuditConditions conditions = new AuditConditions();
        conditions.moment(filter.from(), "latest_at >= :from");
        conditions.moment(filter.to(), "earliest_at < :to");
        return conditions;
    }

    private void text(Optional<String> value, String condition) {
        value.ifPresent(text -> add(condition, columns -> columns.text(parameter(condition), text)));
    }

    private void moment(Optional<Instant> value, String condition) {
        value.ifPresent(moment -> add(condition, columns -> columns.moment(parameter(condition), wholeMicros(moment))));
    }

    private void add(String condition, Consumer<Columns> parameter) {
        sql.append(" and ").append(condition);
        parameters.add(parameter);
    }

    private static String parameter(String condition) {
        return condition.substring(condition.indexOf(':') + 1);
    }

    /** Of whole microseconds, as those of events are, none is between a moment and the next whole one. */
    private static Instant wholeMicros(Instant moment) {
        if (moment.isBefore(MIN)) {
            return MIN;
        }
        if (moment.isAfter(MAX)) {
            return MAX;
        }
        Instant whole = moment.truncatedTo(ChronoUnit.MICROS);
        return whole.equals(moment) ? whole : whole.plus(1, ChronoUnit.MICROS);
    }

    String sql() {
        return sql.toString();
    }

    void bind(Columns columns) {
        parameters.forEach(parameter -> parameter.accept(columns));
    }
}
