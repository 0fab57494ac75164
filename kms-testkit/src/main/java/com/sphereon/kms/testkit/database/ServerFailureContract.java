package com.sphereon.kms.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server that works says no to, and what is in its tables past everything we wrote. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
public abstract class ServerFailureContract {
    private static final TenantId ACME = new TenantId("acme");

    @TempDir
    Path folder;

    private ServerFixture fixture;

    /** Opens the databases. */
    protected abstract PersistenceFactory factory();

    /** A server that may be shared with others. */
    protected abstract TestServer server();

    /** A query for a moment in UTC with six digits behind the point, as text. */
    protected abstract String utc(String column, String table);

    @BeforeEach
    final void chooseSchemas() {
        fixture = new ServerFixture(factory(), server(), folder);
    }

    private String table(String name) {
        return fixture.schema(ACME) + "." + name;
    }

    @Test
    void insert_counterLockedByOthersForTooLong_unavailableAndFineAfterwards() throws SQLException {
        try (Persistence persistence = fixture.open()) {
            ServerFixture.write(persistence, ACME, "before");
            try (Connection other = server().connect();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.executeUpdate("update " + table("change_counter") + " set changes = changes + 1");

                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> ServerFixture.write(persistence, ACME, "new"))
                        .withMessage("The database is too busy");
                assertThat(ServerFixture.read(persistence, ACME)).hasSize(1);
                other.rollback();
            }
            ServerFixture.write(persistence, ACME, "new");
            assertThat(ServerFixture.read(persistence, ACME)).hasSize(2);
        }
    }

    @Test
    void anyCall_tableMissing_integrity() {
        try (Persistence persistence = fixture.open()) {
            ServerFixture.write(persistence, ACME, "key");
            server().run("drop table " + table("key_reference"));

            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(() -> ServerFixture.read(persistence, ACME))
                    .withMessage("The database is not as it should be");
        }
    }

    /** Whoever is about to remove a provider must not take what cannot be read for nothing. */
    @Test
    void count_schemaThatCannotBeSearched_unavailable() {
        String damaged = fixture.schema(new TenantId("damaged"));
        try (Persistence persistence = fixture.open()) {
            ProviderId provider = ServerFixture.write(persistence, ACME, "key").provider();
            server().run("create schema " + damaged, "create table " + damaged + ".key_reference (id integer)");

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> persistence.keyReferences().count(provider, Optional.empty()))
                    .withMessage("The tables of a tenant cannot be searched for keys at provider " + provider);
            assertThat(persistence.keyReferences().findUnfinished(Instant.parse("2030-01-01T00:00:00Z")))
                    .isEmpty();

            server().run("drop table " + damaged + ".key_reference", "drop schema " + damaged);
            assertThat(persistence.keyReferences().count(provider, Optional.empty()))
                    .isEqualTo(1);
        }
    }

    /** More schemas than one statement asks, one of them damaged: what is due in the others is found all the same. */
    @Test
    void tenantsWithDueWork_manySchemasAndOneDamaged_allOthersFound() {
        List<TenantId> due = new ArrayList<>();
        try (Persistence persistence = fixture.open()) {
            for (int i = 0; i < 105; i++) {
                TenantId tenant = new TenantId("tenant-" + i);
                if (i % 3 == 0) {
                    ServerFixture.write(persistence, tenant, "nothing-due");
                } else {
                    due.add(tenant);
                    KeyReferences.of(tenant, "key")
                            .lifecycle(Lifecycle.active(KeyReferences.CREATED)
                                    .destructionPlanned(
                                            KeyReferences.later(1), Optional.empty(), KeyReferences.CREATED.at()))
                            .insertedInto(persistence.keyReferences());
                }
            }
        }
        fixture.server().run("drop table " + fixture.schema(due.removeFirst()) + ".rotation_policy");
        try (Persistence persistence = fixture.open()) {
            assertThat(persistence.tenantsWithDueWork(KeyReferences.CREATED.at()))
                    .containsExactlyInAnyOrderElementsOf(due);
            assertThat(persistence.tenantsWithDueWork(KeyReferences.CREATED.at().minusNanos(1_000)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/St_Johns", "Pacific/Kiritimati", "Europe/Amsterdam"})
    void insert_anyTimeZoneOfTheMachine_storedInUtc(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try (Persistence persistence = fixture.open()) {
            // In the hour that Europe's clocks go through twice, and in the one they leave out.
            for (String moment : new String[] {"2026-10-25T00:30:00.123456Z", "2026-03-29T01:30:00.000001Z"}) {
                KeyReference stored = KeyReferences.of(ACME, moment)
                        .created(new Change(Instant.parse(moment), "clock"))
                        .insertedInto(persistence.keyReferences());

                TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
                assertThat(ServerFixture.read(persistence, ACME)).contains(stored);
                assertThat(server().text(utc("created_at", table("key_reference")) + " where alias = '" + moment + "'"))
                        .isEqualTo(moment.replace('T', ' ').replace("Z", ""));
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    /** What a tool might write, the tables themselves refuse. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias = ''",
                "version = 0",
                "origin = 'MANAGED'",
                "control_mode = 'x'",
                "progress = 'gone'",
                "progress = 'deleted'",
                "progress = 'creating'",
                "state = 'ACTIVE'",
                "kid = null",
                "kid = ''",
                "deleted_at = updated_at",
                "revision = -1",
                "tenant_id = null",
                "key_use = 'SIG'"
            })
    void update_nonsensePastUs_refusedByTheTable(String nonsense) {
        try (Persistence persistence = fixture.open()) {
            KeyReference stored = ServerFixture.write(persistence, ACME, "key");

            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> server().run("update " + table("key_reference") + " set " + nonsense))
                    .withCauseInstanceOf(SQLException.class);
            assertThat(ServerFixture.read(persistence, ACME)).containsExactly(stored);
        }
    }

    /** Should the names ever fail to be looked at first, the unique keys hold. */
    @Test
    void insert_duplicatesPastUs_refusedByTheTable() {
        try (Persistence persistence = fixture.open()) {
            KeyReference live = ServerFixture.write(persistence, ACME, "key");
            String columns = "tenant_id, version, provider_id, provider_key_id, key_size, key_use, key_operations,"
                    + " progress, state, created_at, updated_at, revision";
            for (String names : new String[] {"alias, 'other-kid'", "'other', kid"}) {
                assertThatExceptionOfType(AssertionError.class)
                        .isThrownBy(() -> server().run("insert into " + table("key_reference") + " (id, alias, kid, "
                                + columns + ") select '" + names.length() + "', " + names + ", " + columns + " from "
                                + table("key_reference")));
            }
            server().run("insert into " + table("key_reference") + " (id, alias, kid, " + columns
                    + ") select '1', 'KEY', upper(kid), " + columns + " from " + table("key_reference"));
            assertThat(ServerFixture.has(persistence, ACME, "key")).isTrue();
            assertThat(live.name().alias().value()).isEqualTo("key");
        }
    }

    @Test
    void tenantConfigProperty_sameKeyTwice_refusedByTheTable() {
        try (Persistence persistence = fixture.open()) {
            ServerFixture.read(persistence, ACME);
            String insert =
                    "insert into " + table("tenant_config_property") + " (tenant_id, property_key, property_value,"
                            + " revision, created_at, updated_at) values ('acme', '%s', 'v', 0, current_timestamp, current_timestamp)";
            server().run(insert.formatted("a.b"), insert.formatted("A.B"));

            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> server().run(insert.formatted("a.b")));
        }
    }
}
