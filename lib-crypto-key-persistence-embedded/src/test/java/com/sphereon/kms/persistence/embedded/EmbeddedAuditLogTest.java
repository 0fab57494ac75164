package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.persistence.AuditLogContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedAuditLogTest extends AuditLogContract {
    @TempDir
    Path dataDirectory;

    @Override
    protected Persistence open() {
        return new EmbeddedPersistenceFactory().open(new Settings(Map.of()), dataDirectory);
    }

    @Override
    public int tenants() {
        return 1000;
    }
}
