package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.testkit.persistence.AuditLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SchemaPerTenantAuditLogTest extends AuditLogContract {
    @TempDir
    Path directory;

    @Override
    protected Persistence open() {
        return SchemaPerTenantDialect.open(directory);
    }

    /** SQLite attaches no more than ten files. */
    @Override
    public int tenants() {
        return 5;
    }
}
