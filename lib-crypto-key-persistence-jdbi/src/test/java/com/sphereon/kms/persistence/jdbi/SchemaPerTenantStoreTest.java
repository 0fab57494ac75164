package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.testkit.persistence.KeyReferenceStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shared part keeps the contract without help of unique indexes, and with a schema for each tenant. */
class SchemaPerTenantStoreTest extends KeyReferenceStoreContract {
    @TempDir
    Path directory;

    @Override
    protected Persistence open() {
        return SchemaPerTenantDialect.open(directory);
    }

    @Test
    void shared_dialectSaysSo_true() {
        assertThat(persistence().shared()).isTrue();
    }
}
