package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.testkit.persistence.AuditLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PostgresqlAuditLogTest extends AuditLogContract {
    @TempDir
    Path directory;

    @Override
    protected Persistence open() {
        return new PostgresqlPersistenceFactory().open(Server.settings(directory), directory);
    }
}
