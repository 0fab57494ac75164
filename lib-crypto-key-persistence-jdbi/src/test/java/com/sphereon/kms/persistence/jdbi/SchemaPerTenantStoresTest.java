package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.testkit.persistence.TenantStoresContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SchemaPerTenantStoresTest extends TenantStoresContract {
    @TempDir
    Path directory;

    @Override
    protected Persistence open() {
        return SchemaPerTenantDialect.open(directory);
    }
}
