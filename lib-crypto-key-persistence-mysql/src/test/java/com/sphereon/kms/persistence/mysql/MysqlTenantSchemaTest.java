package com.sphereon.kms.persistence.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.TenantSchemaContract;
import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlTenantSchemaTest extends TenantSchemaContract {
    private static final int NEWEST = 12;
    private static final String COMPLETE =
            IntStream.rangeClosed(1, NEWEST).mapToObj(version -> version + " 1").collect(Collectors.joining(","));

    @Override
    protected PersistenceFactory factory() {
        return new MysqlPersistenceFactory();
    }

    @Override
    protected TestServer server() {
        return TestDatabases.mysql();
    }

    @Override
    protected int maxSchemaChars() {
        return 64;
    }

    private String tables() {
        return server().text("select table_name from information_schema.tables where table_schema = '" + schema()
                + "' order by table_name");
    }

    private String history() {
        return server().text("select concat(version, ' ', success) from " + schema()
                + ".flyway_schema_history order by installed_rank");
    }

    /** As a process leaves it that is killed after a table was made and before that was noted. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, NEWEST})
    void firstSight_killedBeforeTheNote_noted(int version) {
        see();
        server().run("delete from " + schema() + ".flyway_schema_history where cast(version as unsigned) >= "
                + version);

        see();

        assertThat(history()).isEqualTo(COMPLETE);
    }

    /** As a full disk leaves it: noted as failed, and no table. */
    @Test
    void firstSight_scriptThatFailed_runAgain() {
        see();
        String complete = tables();
        server().run(
                        "drop table " + schema() + ".audit_checkpoint",
                        "update " + schema() + ".flyway_schema_history set success = 0 where version = '" + NEWEST
                                + "'");

        see();

        assertThat(tables()).isEqualTo(complete).contains("audit_checkpoint");
        assertThat(history()).isEqualTo(COMPLETE);
    }

    @Test
    void firstSight_scriptOfNewerVersionThatFailed_refused() {
        see();
        int newer = NEWEST + 1;
        server().run(
                        "insert into %1$s.flyway_schema_history select %2$d, '%2$d', 'more', type, 'V%2$d__more.sql', 7, installed_by, installed_on, 1, 0 from %1$s.flyway_schema_history where version = '1'"
                                .formatted(schema(), newer));

        assertSightRefused("Migration %d (more) of the database".formatted(newer));
    }
}
