package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.IdempotencyRecord;
import com.sphereon.kms.core.model.IdempotencyRecord.Answer;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.IdempotencyStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What became of requests, in the table {@code idempotency}. Nobody remembers these rows, so nothing is counted. */
final class JdbiIdempotencyStore implements IdempotencyStore {
    private final RevisionedTable<IdempotencyRecord> requests;

    JdbiIdempotencyStore(TenantTables tables) {
        this.requests = RevisionedTable.uncounted(tables, new Kind());
    }

    @Override
    public Optional<IdempotencyRecord> find(TenantId tenant, String id) {
        return requests.select(tenant, " and id = :id", columns -> columns.text("id", id)).stream()
                .findFirst();
    }

    @Override
    public void insert(IdempotencyRecord request) {
        requests.insert(request);
    }

    @Override
    public void update(IdempotencyRecord changed) {
        requests.update(changed);
    }

    @Override
    public void delete(IdempotencyRecord request) {
        requests.delete(request);
    }

    @Override
    public int deleteCreatedBefore(TenantId tenant, Instant moment) {
        return requests.deleteAll(tenant, " and created_at < :moment", columns -> columns.moment("moment", moment));
    }

    private static final class Kind implements RowKind<IdempotencyRecord> {
        @Override
        public String table() {
            return "idempotency";
        }

        @Override
        public List<String> key() {
            return List.of("id");
        }

        @Override
        public List<String> others() {
            return List.of(
                    "fingerprint",
                    "resource_id",
                    "status",
                    "location",
                    "body",
                    "created_at",
                    "created_by_id",
                    "touched_at",
                    "touched_by_id");
        }

        @Override
        public TenantId tenant(IdempotencyRecord request) {
            return request.tenant();
        }

        @Override
        public long revision(IdempotencyRecord request) {
            return request.revision();
        }

        @Override
        public String name(IdempotencyRecord request) {
            return "the record of the request";
        }

        @Override
        public void bind(Columns columns, IdempotencyRecord request) {
            columns.text("id", request.id())
                    .text("fingerprint", request.fingerprint())
                    .id("resource_id", request.resource())
                    .number("status", request.answer().map(Answer::status))
                    .text("location", request.answer().map(Answer::location))
                    .text("body", request.answer().map(Answer::body))
                    .change("created", request.created())
                    .change("touched", request.touched());
        }

        @Override
        public IdempotencyRecord map(Row row, TenantId tenant, long revision) throws SQLException {
            return new IdempotencyRecord(
                    tenant,
                    row.text("id"),
                    row.text("fingerprint"),
                    row.id("resource_id"),
                    answer(row),
                    row.change("created"),
                    row.change("touched"),
                    revision);
        }

        private static Optional<Answer> answer(Row row) throws SQLException {
            return row.optionalText("status").isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Answer(row.number("status"), row.text("location"), row.text("body")));
        }
    }
}
