package com.sphereon.kms.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the schema of a tenant comes to be, whoever else is at it and whatever was left half done. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class TenantSchemaContract {
    private static final TenantId ACME = new TenantId("acme");
    private static final int TENANTS = 50;

    @TempDir
    Path folder;

    private ServerFixture fixture;

    /** Opens the databases. */
    protected abstract PersistenceFactory factory();

    /** A server that may be shared with others. */
    protected abstract TestServer server();

    /** Longest name of a schema. */
    protected abstract int maxSchemaChars();

    @BeforeEach
    final void chooseSchemas() {
        fixture = new ServerFixture(factory(), server(), folder);
    }

    private String history() {
        return fixture.schema(ACME) + ".flyway_schema_history";
    }

    private List<KeyReference> acme() {
        try (Persistence persistence = fixture.open()) {
            return ServerFixture.read(persistence, ACME);
        }
    }

    private void assertRefused(String sentence) {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(this::acme)
                    .withMessageContaining(sentence);
        }
    }

    @Test
    void open_noTenantSeen_makesNoSchema() {
        try (Persistence persistence = fixture.open()) {
            assertThat(persistence.shared()).isTrue();
            assertThat(persistence.keyReferences().findUnfinished(KeyReferences.CREATED.at()))
                    .isEmpty();
        }
        assertThat(fixture.schemas()).isEqualTo("0");
    }

    @Test
    void firstSight_newTenant_madeOnceAndCounting() {
        acme();
        String first = fixture.server().text("select installed_on from " + history());
        acme();

        assertThat(fixture.server().text("select installed_on from " + history()))
                .isEqualTo(first);
        assertThat(fixture.server().text("select changes from " + fixture.schema(ACME) + ".change_counter"))
                .isEqualTo("0");
        assertThat(fixture.schemas()).isEqualTo("1");
    }

    /** Two pools know nothing of each other, as two processes do not. */
    @Test
    void firstSight_manyTenantsByManyInTwoInstancesAtOnce_allServedAndMadeOnce() {
        List<TenantId> tenants = new ArrayList<>();
        try (Persistence one = fixture.open();
                Persistence two = fixture.open()) {
            List<Callable<KeyReference>> requests = new ArrayList<>();
            for (int i = 0; i < TENANTS; i++) {
                TenantId tenant = new TenantId("tenant-" + i);
                tenants.add(tenant);
                requests.add(() -> ServerFixture.write(one, tenant, "one"));
                requests.add(() -> ServerFixture.write(two, tenant, "two"));
                requests.add(() -> ServerFixture.write(one, tenant, "three"));
            }
            assertThat(together(requests)).hasSize(3 * TENANTS);
            for (TenantId tenant : tenants) {
                assertThat(ServerFixture.read(two, tenant)).hasSize(3);
                assertThat(fixture.server().text("select changes from " + fixture.schema(tenant) + ".change_counter"))
                        .isEqualTo("3");
            }
        }
        assertThat(fixture.schemas()).isEqualTo(Integer.toString(TENANTS));
    }

    @Test
    void firstSight_oneTenantByManyInstancesAtOnce_allServed() {
        List<Persistence> instances = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                instances.add(fixture.open("pool.max-size", "2"));
            }
            List<Callable<List<KeyReference>>> requests = new ArrayList<>();
            for (Persistence instance : instances) {
                requests.add(() -> ServerFixture.read(instance, ACME));
                requests.add(() -> ServerFixture.read(instance, ACME));
            }
            assertThat(together(requests)).containsOnly(List.of());
        } finally {
            instances.forEach(Persistence::close);
        }
        assertThat(fixture.server().text("select count(*) from " + fixture.schema(ACME) + ".change_counter"))
                .isEqualTo("1");
    }

    private static <T> List<T> together(List<Callable<T>> requests) {
        CountDownLatch ready = new CountDownLatch(requests.size());
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers = requests.stream()
                    .map(request -> clients.submit(() -> {
                        ready.countDown();
                        ready.await();
                        return request.call();
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> answer : answers) {
                results.add(answer.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("a request failed", e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    void firstSight_longTenants_schemasOfTheirOwn() {
        String head = "a-" + "b".repeat(60);
        List<TenantId> tenants = List.of(new TenantId(head + "1"), new TenantId(head + "2"), new TenantId("a"));
        try (Persistence persistence = fixture.open()) {
            for (TenantId tenant : tenants) {
                ServerFixture.write(persistence, tenant, tenant.value());
            }
            for (TenantId tenant : tenants) {
                assertThat(ServerFixture.read(persistence, tenant))
                        .extracting(reference -> reference.name().alias().value())
                        .containsExactly(tenant.value());
            }
        }
        assertThat(fixture.schemas()).isEqualTo("3");
        assertThat(fixture.server()
                        .text(
                                "select max(length(schema_name)) from information_schema.schemata where schema_name like '"
                                        + fixture.schema(new TenantId("a")) + "%'"))
                .isEqualTo(Integer.toString(maxSchemaChars()));
    }

    @Test
    void findUnfinished_longAndShortTenants_found() {
        TenantId longest = new TenantId("x".repeat(63));
        try (Persistence persistence = fixture.open()) {
            KeyReference first = KeyReferences.creating(longest, "key");
            KeyReference second = KeyReferences.creating(ACME, "key");
            persistence.keyReferences().insert(first);
            persistence.keyReferences().insert(second);
            ServerFixture.write(persistence, new TenantId("finished"), "key");

            assertThat(persistence
                            .keyReferences()
                            .findUnfinished(KeyReferences.later(60).at()))
                    .containsExactlyInAnyOrder(first, second);
        }
    }

    /** Somebody else's, by its looks one of ours. */
    @Test
    void findUnfinished_schemaOfOthersWithSuchATable_passedOver() {
        acme();
        String other = fixture.schema(new TenantId("other"));
        fixture.server()
                .run(
                        "create schema " + other,
                        "create table " + other + ".key_reference as select * from " + fixture.schema(ACME)
                                + ".key_reference");
        try (Persistence persistence = fixture.open()) {
            KeyReference ours = KeyReferences.creating(ACME, "key");
            persistence.keyReferences().insert(ours);
            fixture.server()
                    .run("insert into " + other + ".key_reference select * from " + fixture.schema(ACME)
                            + ".key_reference");

            assertThat(persistence
                            .keyReferences()
                            .findUnfinished(KeyReferences.later(60).at()))
                    .containsExactly(ours);
        }
    }

    @Test
    void createSchemasFalse_schemaMissing_refusedAndNothingMade() {
        try (Persistence persistence = fixture.open("create-schemas", "false")) {
            assertThatExceptionOfType(DeniedException.class)
                    .isThrownBy(() -> ServerFixture.read(persistence, ACME))
                    .withMessage("The tenant is not set up");
            assertThatExceptionOfType(DeniedException.class)
                    .isThrownBy(() -> ServerFixture.write(persistence, ACME, "key"));
            assertThat(fixture.schemas()).isEqualTo("0");

            fixture.server().run("create schema " + fixture.schema(ACME));
            ServerFixture.write(persistence, ACME, "key");
            assertThat(ServerFixture.read(persistence, ACME)).hasSize(1);
        }
    }

    @Test
    void createSchemasFalse_platformSchemaMissing_refused() {
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> fixture.migratePlatform("create-schemas", "false"))
                .withMessageContaining(fixture.platformSchema() + " does not exist, and create-schemas is false");
    }

    /** As a process leaves it that is killed between the two. */
    @Test
    void firstSight_schemaExistsButEmpty_filled() {
        fixture.server().run("create schema " + fixture.schema(ACME));

        assertThat(acme()).isEmpty();
        assertThat(fixture.server().text("select count(*) from " + fixture.schema(ACME) + ".change_counter"))
                .isEqualTo("1");
    }

    @Test
    void firstSight_historyExistsButEmpty_filled() {
        acme();
        dropTables();
        fixture.server().run("delete from " + history());

        assertThat(acme()).isEmpty();
    }

    @Test
    void firstSight_killedBeforeTheCounter_counting() {
        acme();
        fixture.server().run("delete from " + fixture.schema(ACME) + ".change_counter");

        assertThat(acme()).isEmpty();
        assertThat(fixture.server().text("select changes from " + fixture.schema(ACME) + ".change_counter"))
                .isEqualTo("0");
    }

    @Test
    void firstSight_tablesOfOthers_refusedAndUntouched() {
        fixture.server()
                .run(
                        "create schema " + fixture.schema(ACME),
                        "create table " + fixture.schema(ACME) + ".theirs (id integer)");

        assertRefused("The database holds tables that are not ours");
        assertThat(fixture.server()
                        .text("select table_name from information_schema.tables where table_schema = '"
                                + fixture.schema(ACME) + "'"))
                .isEqualTo("theirs");
    }

    @Test
    void firstSight_schemaOfAnotherTenant_refused() {
        acme();
        fixture.server().run("update " + fixture.schema(ACME) + ".change_counter set tenant_id = 'other'");

        assertRefused("The tenant's tables belong to another tenant");
    }

    @Test
    void firstSight_migratedByNewerVersion_refused() {
        acme();
        fixture.server()
                .run("insert into " + history() + " (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) values (99, '99', 'more', 'SQL', 'V99__more.sql', 7,"
                        + " 'kms', 1, true)");

        assertRefused("Migration 99 (more) of the database was applied by a newer version of this program");
    }

    @Test
    void firstSight_changedMigration_refused() {
        acme();
        fixture.server().run("update " + history() + " set checksum = checksum + 1 where version = '1'");

        assertRefused("Migration 1 (key reference) of the database is not the one that was applied");
    }

    @Test
    void firstSight_tableGone_refusedWithoutMakingItAnew() {
        acme();
        fixture.server().run("drop table " + fixture.schema(ACME) + ".change_counter");

        assertRefused("The database is not as it should be");
    }

    /** All tables of ours but the history. */
    protected final void dropTables() {
        for (String table : List.of(
                "key_reference",
                "key_lifecycle",
                "change_counter",
                "tenant_config_property",
                "kms_provider_integration",
                "rotation",
                "rotation_policy",
                "idempotency",
                "audit_checkpoint",
                "audit_tile",
                "audit_event",
                "audit_log")) {
            fixture.server().run("drop table " + fixture.schema(ACME) + "." + table);
        }
    }

    /** The fixture, for what only one kind of server can have. */
    final ServerFixture fixture() {
        return fixture;
    }

    /** The schema of the tenant that {@link #see} looks at. */
    protected final String schema() {
        return fixture.schema(ACME);
    }

    /** Opens the database and looks at a tenant, for the first time as far as the opened database knows. */
    protected final void see() {
        acme();
    }

    /** That looking at the tenant is refused, again and again. */
    protected final void assertSightRefused(String sentence) {
        assertRefused(sentence);
    }

    @Test
    void migratePlatform_again_madeOnce() {
        fixture.migratePlatform();
        String first = fixture.server()
                .text("select installed_on from " + fixture.platformSchema() + ".flyway_schema_history");
        fixture.migratePlatform();

        assertThat(fixture.server()
                        .text("select installed_on from " + fixture.platformSchema() + ".flyway_schema_history"))
                .isEqualTo(first)
                .isNotEmpty();
    }

    @Test
    void migratePlatform_byManyAtOnce_allServed() {
        List<Callable<Boolean>> requests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            requests.add(() -> {
                fixture.migratePlatform();
                return true;
            });
        }
        assertThat(together(requests)).hasSize(8);
    }
}
