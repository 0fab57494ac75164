package com.sphereon.kms.persistence.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.TenantSchemaContract;
import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlTenantSchemaTest extends TenantSchemaContract {
    private static final String COMPLETE = "1 1,2 1,3 1,4 1,5 1,6 1,7 1,8 1";

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
    @ValueSource(strings = {"1", "2", "3", "4", "5", "6", "7", "8"})
    void firstSight_killedBeforeTheNote_noted(String version) {
        see();
        server().run("delete from " + schema() + ".flyway_schema_history where version >= '" + version + "'");

        see();

        assertThat(history()).isEqualTo(COMPLETE);
    }

    /** As a full disk leaves it: noted as failed, and no table. */
    @Test
    void firstSight_scriptThatFailed_runAgain() {
        see();
        String complete = tables();
        server().run(
                        "drop table " + schema() + ".idempotency",
                        "update " + schema() + ".flyway_schema_history set success = 0 where version = '8'");

        see();

        assertThat(tables()).isEqualTo(complete).contains("idempotency");
        assertThat(history()).isEqualTo(COMPLETE);
    }

    @Test
    void firstSight_scriptOfNewerVersionThatFailed_refused() {
        see();
        server().run("insert into " + schema()
                + ".flyway_schema_history select 9, '9', 'more', type, 'V9__more.sql', 7,"
                + " installed_by, installed_on, 1, 0 from " + schema() + ".flyway_schema_history where version = '1'");

        assertSightRefused("Migration 9 (more) of the database");
    }
}
