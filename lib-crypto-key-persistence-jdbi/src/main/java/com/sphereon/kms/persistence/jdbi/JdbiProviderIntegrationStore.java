package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Purpose;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Provider integrations in the table {@code kms_provider_integration}. */
final class JdbiProviderIntegrationStore implements ProviderIntegrationStore {
    private final RevisionedTable<ProviderIntegration> integrations;

    JdbiProviderIntegrationStore(TenantTables tables) {
        this.integrations = RevisionedTable.counted(tables, new Kind());
    }

    @Override
    public List<ProviderIntegration> list(TenantId tenant) {
        return integrations.select(tenant, "", columns -> {}).stream()
                .sorted(ProviderIntegration.ORDER)
                .toList();
    }

    @Override
    public void insert(ProviderIntegration integration) {
        integrations.insert(integration);
    }

    @Override
    public void update(ProviderIntegration changed) {
        integrations.update(changed);
    }

    @Override
    public void delete(ProviderIntegration integration) {
        integrations.delete(integration);
    }

    private static final class Kind implements RowKind<ProviderIntegration> {
        @Override
        public String table() {
            return "kms_provider_integration";
        }

        @Override
        public List<String> key() {
            return List.of("id");
        }

        @Override
        public List<String> others() {
            return List.of(
                    "provider_id",
                    "service",
                    "purpose",
                    "priority",
                    "enabled",
                    "created_at",
                    "created_by_id",
                    "updated_at",
                    "updated_by_id");
        }

        @Override
        public TenantId tenant(ProviderIntegration integration) {
            return integration.tenant();
        }

        @Override
        public long revision(ProviderIntegration integration) {
            return integration.revision();
        }

        @Override
        public String name(ProviderIntegration integration) {
            return "provider integration %s".formatted(integration.id());
        }

        @Override
        public Optional<Exclusion> exclusion(ProviderIntegration integration) {
            return Optional.of(new Exclusion(
                    "provider_id = :provider_id and "
                            + same("service", integration.service())
                            + " and "
                            + same("purpose", integration.purpose()),
                    "there is an integration of provider '%s' with that service and purpose already"
                            .formatted(integration.provider())));
        }

        /** To SQL no null equals another, for which reason a unique index would not see twins either. */
        private static String same(String column, Optional<?> value) {
            return value.isPresent() ? "%1$s = :%1$s".formatted(column) : column + " is null";
        }

        @Override
        public void bind(Columns columns, ProviderIntegration integration) {
            columns.id("id", integration.id())
                    .text("provider_id", integration.provider().value())
                    .text("service", integration.service().map(ServiceName::value))
                    .text("purpose", integration.purpose().map(Purpose::text))
                    .number("priority", integration.priority())
                    .flag("enabled", integration.enabled())
                    .change("created", integration.created())
                    .change("updated", integration.updated());
        }

        @Override
        public ProviderIntegration map(Row row, TenantId tenant, long revision) throws SQLException {
            return new ProviderIntegration(
                    row.id("id"),
                    tenant,
                    new ProviderId(row.text("provider_id")),
                    row.optionalText("service").map(ServiceName::new),
                    purpose(row.optionalText("purpose")),
                    row.number("priority"),
                    row.flag("enabled"),
                    row.change("created"),
                    row.change("updated"),
                    revision);
        }

        private static Optional<Purpose> purpose(Optional<String> text) {
            return text.map(
                    named -> Purpose.of(named).orElseThrow(() -> new IllegalArgumentException("unknown purpose")));
        }
    }
}
