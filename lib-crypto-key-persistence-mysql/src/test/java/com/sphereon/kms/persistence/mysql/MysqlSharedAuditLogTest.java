package com.sphereon.kms.persistence.mysql;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.testkit.persistence.SharedAuditLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MysqlSharedAuditLogTest extends SharedAuditLogContract {
    @TempDir
    Path directory;

    @Override
    protected Persistence open() {
        return new MysqlPersistenceFactory().open(Server.settings(directory), directory);
    }
}
