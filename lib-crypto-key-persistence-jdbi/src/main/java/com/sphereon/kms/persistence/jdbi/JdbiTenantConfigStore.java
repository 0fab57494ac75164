package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.TenantConfigStore;
import java.sql.SQLException;
import java.util.List;

/** Properties in the table {@code tenant_config_property}. */
final class JdbiTenantConfigStore implements TenantConfigStore {
    private final RevisionedTable<ConfigProperty> properties;

    JdbiTenantConfigStore(TenantTables tables) {
        this.properties = RevisionedTable.counted(tables, new Kind());
    }

    @Override
    public List<ConfigProperty> list(TenantId tenant) {
        return properties.select(tenant, " order by property_key", columns -> {});
    }

    @Override
    public void insert(ConfigProperty property) {
        properties.insert(property);
    }

    @Override
    public void update(ConfigProperty changed) {
        properties.update(changed);
    }

    @Override
    public void delete(ConfigProperty property) {
        properties.delete(property);
    }

    private static final class Kind implements RowKind<ConfigProperty> {
        @Override
        public String table() {
            return "tenant_config_property";
        }

        @Override
        public List<String> key() {
            return List.of("property_key");
        }

        @Override
        public List<String> others() {
            return List.of("property_value", "created_at", "created_by_id", "updated_at", "updated_by_id");
        }

        @Override
        public TenantId tenant(ConfigProperty property) {
            return property.tenant();
        }

        @Override
        public long revision(ConfigProperty property) {
            return property.revision();
        }

        @Override
        public String name(ConfigProperty property) {
            return "property '%s'".formatted(property.key());
        }

        @Override
        public void bind(Columns columns, ConfigProperty property) {
            columns.text("property_key", property.key())
                    .text("property_value", property.value())
                    .change("created", property.created())
                    .change("updated", property.updated());
        }

        @Override
        public ConfigProperty map(Row row, TenantId tenant, long revision) throws SQLException {
            return new ConfigProperty(
                    tenant,
                    row.text("property_key"),
                    row.text("property_value"),
                    row.change("created"),
                    row.change("updated"),
                    revision);
        }
    }
}
