package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.testkit.persistence.SharedAuditLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PostgresqlSharedAuditLogTest extends SharedAuditLogContract {
    @TempDir
    Path directory;

    @Override
    protected Persistence open() {
        return new PostgresqlPersistenceFactory().open(Server.settings(directory), directory);
    }
}
