package com.sphereon.kms.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.persistence.EarlierRows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier version wrote is there after an upgrade, unchanged. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
public abstract class UpgradeContract {
    private static final TenantId ACME = EarlierRows.TENANT;

    @TempDir
    Path folder;

    private ServerFixture fixture;

    /** Opens the databases. */
    protected abstract PersistenceFactory factory();

    /** A server that may be shared with others. */
    protected abstract TestServer server();

    /** Sets up a tenant's schema as the version before keys had lifecycles did, by that version's scripts. */
    protected abstract void prepareAsBefore(Settings settings, TenantId tenant);

    /** A literal for a moment, which is ISO 8601 in UTC with six digits behind the point. */
    protected abstract String moment(String iso);

    @BeforeEach
    final void fillAsBefore() {
        fixture = new ServerFixture(factory(), server(), folder);
        prepareAsBefore(fixture.settings(), ACME);
        assertThat(tables("key_lifecycle")).isEqualTo("0");
        EarlierRows.statements(fixture.schema(ACME) + ".", this::moment)
                .forEach(statement -> fixture.server().run(statement));
    }

    private String tables(String name) {
        return fixture.server()
                .text("select count(*) from information_schema.tables where table_schema = '" + fixture.schema(ACME)
                        + "' and table_name = '" + name + "'");
    }

    private String text(String query, String table) {
        return fixture.server().text(query + " from " + fixture.schema(ACME) + "." + table);
    }

    @Test
    void open_databaseOfTheVersionBefore_rowsAreAsTheyWere() {
        try (Persistence persistence = fixture.open()) {
            EarlierRows.assertRead(persistence);
        }
        assertThat(tables("key_lifecycle")).isEqualTo("1");
        assertThat(text("select count(*)", "key_lifecycle")).isEqualTo("0");
        assertThat(text("select changes", "change_counter")).isEqualTo("41");
        assertThat(text("select value_type", "tenant_config_property")).isEqualTo("duration");
    }

    @Test
    void open_databaseOfTheVersionBefore_canBeWrittenTo() {
        try (Persistence persistence = fixture.open()) {
            EarlierRows.assertUsable(persistence);
        }
        assertThat(text("select count(*)", "key_lifecycle")).isEqualTo("1");
        assertThat(text("select changes", "change_counter")).isEqualTo("48");
        assertThat(text("select distinct value_type", "tenant_config_property where revision > 0"))
                .isEqualTo("duration");
    }

    @Test
    void open_upgradedBefore_rowsAreAsTheyWere() {
        for (int time = 0; time < 3; time++) {
            try (Persistence persistence = fixture.open()) {
                EarlierRows.assertRead(persistence);
            }
        }
    }

    /** The search knows tenants by tables that schemas of the version before do not have, and must not fail on them. */
    @Test
    void tenantsWithDueWork_schemaNotUpgradedYet_passedOver() {
        try (Persistence persistence = fixture.open()) {
            assertThat(persistence.tenantsWithDueWork(Instant.parse("2030-01-01T00:00:00Z")))
                    .isEmpty();
            assertThat(tables("key_lifecycle")).isEqualTo("0");
            EarlierRows.assertRead(persistence);
        }
    }
}
