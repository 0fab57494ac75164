package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.ProviderRegistryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.Update;

/**
 * Registrations in the table {@code kms_provider} and in those of the types. Every change begins with the counter, and so
 * waits for all others.
 */
final class JdbiProviderRegistryStore implements ProviderRegistryStore {
    private static final List<String> FIXED =
            List.of("id", "provider_id", "type", "ownership", "owner_tenant_id", "created_at", "created_by_id");
    private static final List<String> CHANGING = List.of(
            "display_name",
            "enabled",
            "is_system",
            "shared_with_all",
            "retiring_at",
            "updated_at",
            "updated_by_id",
            "revision");

    /** How often a list is read again that others changed while it was read. */
    private static final int MAX_READS = 10;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final DatabaseAccess access;
    private final Dialect dialect;
    private final String prefix;

    /** @param prefix what stands before the names of tables */
    JdbiProviderRegistryStore(DatabaseAccess access, Dialect dialect, String prefix) {
        this.access = access;
        this.dialect = dialect;
        this.prefix = prefix;
    }

    @Override
    public long changes() {
        return access.read(this::changes);
    }

    private long changes(Handle handle) {
        try (Query query = handle.createQuery("select changes from " + prefix + "platform_change_counter")) {
            return query.mapTo(Long.class).one();
        } catch (IllegalStateException e) {
            throw new IntegrityException("the counter of the provider registry is missing", e);
        }
    }

    /** The tables are read one after the other: what they hold belongs together if nothing was changed meanwhile. */
    @Override
    public List<ProviderRegistration> list() {
        return access.read(handle -> {
            for (int read = 0; read < MAX_READS; read++) {
                long before = changes(handle);
                List<ProviderRegistration> rows = rows(handle);
                if (changes(handle) == before) {
                    return rows;
                }
            }
            throw new UnavailableException(
                    "The provider registry is being changed all the time",
                    RETRY_AFTER,
                    new IllegalStateException(MAX_READS + " reads"));
        });
    }

    private List<ProviderRegistration> rows(Handle handle) {
        try {
            return new ProviderRows(handle, prefix, dialect).read();
        } catch (JdbiException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IntegrityException("a stored row of kms_provider is damaged", e);
        }
    }

    @Override
    public void insert(ProviderRegistration registration) {
        ProviderTable table = ProviderTable.of(registration.definition());
        write(registration, handle -> {
            requireFreeName(handle, registration.definition());
            List<String> columns =
                    Stream.concat(FIXED.stream(), CHANGING.stream()).toList();
            execute(handle, insertion("kms_provider", columns), bound -> bind(bound, registration));
            insertRest(handle, table, registration);
        });
    }

    @Override
    public void update(ProviderRegistration changed) {
        ProviderTable table = ProviderTable.of(changed.definition());
        write(changed, handle -> {
            String assigned =
                    CHANGING.stream().map(column -> column + " = :" + column).collect(Collectors.joining(", "));
            requireOne(
                    execute(
                            handle,
                            "update " + prefix + "kms_provider set " + assigned
                                    + " where id = :id and revision = :revision - 1",
                            bound -> bind(bound, changed)),
                    changed);
            deleteRest(handle, table, changed);
            insertRest(handle, table, changed);
        });
    }

    @Override
    public void delete(ProviderRegistration registration) {
        ProviderTable table = ProviderTable.of(registration.definition());
        write(registration, handle -> {
            deleteRest(handle, table, registration);
            requireOne(
                    execute(
                            handle,
                            "delete from " + prefix + "kms_provider where id = :id and revision = :revision",
                            bound -> bind(bound, registration)),
                    registration);
        });
    }

    private void write(ProviderRegistration registration, Consumer<Handle> statements) {
        String taken = taken(registration.definition());
        access.write(taken, handle -> {
            execute(handle, "update " + prefix + "platform_change_counter set changes = changes + 1", bound -> {});
            statements.accept(handle);
            return true;
        });
    }

    /** One of the platform and one of a tenant differ in their owner, which an index takes for different names. */
    private void requireFreeName(Handle handle, ProviderDefinition definition) {
        String sql = "select count(*) from " + prefix + "kms_provider where provider_id = :provider_id"
                + " and (owner_tenant_id = :owner_tenant_id or owner_tenant_id = '' or :owner_tenant_id = '')";
        try (Query query = handle.createQuery(sql)) {
            new Columns(query, dialect)
                    .text("provider_id", definition.id().value())
                    .text("owner_tenant_id", owner(definition));
            if (query.mapTo(Long.class).one() > 0) {
                throw new ConflictException(taken(definition));
            }
        }
    }

    private void insertRest(Handle handle, ProviderTable table, ProviderRegistration row) {
        List<String> columns = Stream.concat(
                        Stream.of("kms_provider_id"), table.columns().stream().map(SettingColumn::column))
                .toList();
        execute(handle, insertion(table.table(), columns), bound -> {
            bound.id("kms_provider_id", row.id());
            table.columns().forEach(column -> column.bind(bound, setting(row, column.setting())));
        });
        table.list().ifPresent(rows -> insertElements(handle, rows, row));
        if (row.definition().visibility() instanceof ProviderVisibility.Shared shared) {
            insertShares(handle, row, shared);
        }
    }

    private void insertElements(Handle handle, ProviderTable.SettingRows rows, ProviderRegistration row) {
        List<String> elements = setting(row, rows.setting()).stream()
                .flatMap(value -> Stream.of(value.split(ProviderTable.SettingRows.SEPARATOR, -1)))
                .map(String::strip)
                .toList();
        for (int i = 0; i < elements.size(); i++) {
            int place = i + 1;
            String element = elements.get(i);
            execute(
                    handle,
                    insertion(rows.table(), List.of("kms_provider_id", "place", "reference")),
                    bound -> bound.id("kms_provider_id", row.id())
                            .number("place", place)
                            .text("reference", element));
        }
    }

    private void insertShares(Handle handle, ProviderRegistration row, ProviderVisibility.Shared shared) {
        if (shared.with().isEmpty()) {
            return;
        }
        try (PreparedBatch batch =
                handle.prepareBatch(insertion("kms_provider_sharing", List.of("kms_provider_id", "tenant_id")))) {
            for (TenantId tenant : shared.with()) {
                batch.bind("kms_provider_id", row.id().toString())
                        .bind("tenant_id", tenant.value())
                        .add();
            }
            batch.execute();
        }
    }

    /** Explicitly: not every database follows foreign keys. */
    private void deleteRest(Handle handle, ProviderTable table, ProviderRegistration row) {
        Stream.of(
                        Stream.of("kms_provider_sharing"),
                        table.list().map(ProviderTable.SettingRows::table).stream(),
                        Stream.of(table.table()))
                .flatMap(Function.identity())
                .forEach(name -> execute(
                        handle,
                        "delete from " + prefix + name + " where kms_provider_id = :id",
                        bound -> bound.id("id", row.id())));
    }

    private String insertion(String table, List<String> columns) {
        return "insert into " + prefix + table + " (" + String.join(", ", columns) + ") values ("
                + columns.stream().map(column -> ":" + column).collect(Collectors.joining(", ")) + ")";
    }

    private int execute(Handle handle, String sql, Consumer<Columns> values) {
        try (Update update = handle.createUpdate(sql)) {
            allowUnused(update);
            values.accept(new Columns(update, dialect));
            return update.execute();
        }
    }

    private static void allowUnused(SqlStatement<?> statement) {
        statement.configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true));
    }

    private static void bind(Columns columns, ProviderRegistration row) {
        ProviderDefinition definition = row.definition();
        columns.id("id", row.id())
                .text("provider_id", definition.id().value())
                .text("type", definition.type())
                .text("display_name", definition.displayName())
                .text("ownership", definition.owner().isEmpty() ? ProviderRows.PLATFORM : ProviderRows.TENANT)
                .text("owner_tenant_id", owner(definition))
                .flag("enabled", definition.enabled())
                .flag("is_system", definition.visibility() instanceof ProviderVisibility.Hidden)
                .flag("shared_with_all", isSharedWithAll(definition))
                .moment("retiring_at", row.retiring())
                .change("created", row.created())
                .change("updated", row.updated())
                .number("revision", row.revision());
    }

    private static boolean isSharedWithAll(ProviderDefinition definition) {
        return definition.visibility() instanceof ProviderVisibility.Shared shared && shared.withAll();
    }

    private static Optional<String> setting(ProviderRegistration row, String name) {
        return Optional.ofNullable(row.definition().settings().get(name));
    }

    /** Empty for the platform. */
    private static String owner(ProviderDefinition definition) {
        return definition.owner().map(TenantId::value).orElse("");
    }

    private static String taken(ProviderDefinition definition) {
        return "there is a provider '%s' already".formatted(definition.id());
    }

    private static void requireOne(int rows, ProviderRegistration row) {
        if (rows != 1) {
            throw new ConflictException("provider '%s' was changed by another request"
                    .formatted(row.definition().id()));
        }
    }
}
