package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads the rows of all registrations. Statements see what was committed before each of them. */
final class ProviderRows {
    static final String PLATFORM = "platform";
    static final String TENANT = "tenant";

    private final Handle handle;
    private final String prefix;
    private final Dialect dialect;
    private final Map<UUID, Map<String, String>> settings = new HashMap<>();
    private final Map<UUID, Set<TenantId>> sharing = new HashMap<>();

    ProviderRows(Handle handle, String prefix, Dialect dialect) {
        this.handle = handle;
        this.prefix = prefix;
        this.dialect = dialect;
    }

    /** A row that is not one we can have written throws an {@link IllegalArgumentException} or a date's exception. */
    List<ProviderRegistration> read() {
        handle.select("select kms_provider_id, tenant_id from " + prefix + "kms_provider_sharing")
                .map((row, context) -> share(new Row(row, dialect)))
                .list();
        ProviderTable.ALL.forEach(this::readSettings);
        return handle.select("select * from " + prefix + "kms_provider order by provider_id, owner_tenant_id")
                .map((row, context) -> registration(row))
                .list();
    }

    private boolean share(Row row) throws SQLException {
        return sharing.computeIfAbsent(row.id("kms_provider_id"), unused -> new HashSet<>())
                .add(new TenantId(row.text("tenant_id")));
    }

    private void readSettings(ProviderTable table) {
        handle.select("select * from " + prefix + table.table())
                .map((row, context) -> settings(table, new Row(row, dialect)))
                .list();
        table.list()
                .ifPresent(rows -> handle.select(
                                "select * from " + prefix + rows.table() + " order by kms_provider_id, place")
                        .map((row, context) -> element(rows, new Row(row, dialect)))
                        .list());
    }

    private Map<String, String> settings(ProviderTable table, Row row) throws SQLException {
        Map<String, String> own = settings.computeIfAbsent(row.id("kms_provider_id"), unused -> new HashMap<>());
        for (SettingColumn column : table.columns()) {
            column.read(row).ifPresent(value -> own.put(column.setting(), value));
        }
        return own;
    }

    private String element(ProviderTable.SettingRows rows, Row row) throws SQLException {
        return settings.computeIfAbsent(row.id("kms_provider_id"), unused -> new HashMap<>())
                .merge(
                        rows.setting(),
                        row.text("reference"),
                        (before, next) -> before + ProviderTable.SettingRows.SEPARATOR + next);
    }

    private ProviderRegistration registration(ResultSet result) throws SQLException {
        Row row = new Row(result, dialect);
        UUID id = row.id("id");
        ProviderDefinition definition = new ProviderDefinition(
                new ProviderId(row.text("provider_id")),
                row.text("type"),
                row.text("display_name"),
                visibility(row, id),
                row.flag("enabled"),
                settings.getOrDefault(id, Map.of()));
        return new ProviderRegistration(
                id,
                definition,
                row.optionalMoment("retiring_at"),
                row.change("created"),
                row.change("updated"),
                row.count("revision"));
    }

    private ProviderVisibility visibility(Row row, UUID id) throws SQLException {
        String ownership = row.text("ownership");
        if (!Arrays.asList(PLATFORM, TENANT).contains(ownership)) {
            throw new IllegalArgumentException("unknown ownership");
        }
        if (ownership.equals(TENANT)) {
            return new ProviderVisibility.Owned(new TenantId(row.text("owner_tenant_id")));
        }
        return row.flag("is_system")
                ? ProviderVisibility.system()
                : new ProviderVisibility.Shared(row.flag("shared_with_all"), sharing.getOrDefault(id, Set.of()));
    }
}
