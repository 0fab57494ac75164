package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.Persistence;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A database that is opened for each test and closed after it. Each test uses tenants of its own and looks at nothing else,
 * so all may run over one database.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class OpenDatabase implements StoreFixture {
    private final TenantId tenant = KeyReferences.freshTenant();
    private final TenantId stranger = KeyReferences.freshTenant();
    private @Nullable Persistence persistence;

    /** Opens the database; called anew for each test, and again within one to see what survives closing. */
    protected abstract Persistence open();

    /** Whether what was written is there after closing and opening; only a database without a disk says no. */
    protected boolean survivesClosing() {
        return true;
    }

    @Override
    public final Persistence persistence() {
        if (persistence == null) {
            throw new IllegalStateException("not open");
        }
        return persistence;
    }

    @Override
    public final TenantId tenant() {
        return tenant;
    }

    @Override
    public final TenantId stranger() {
        return stranger;
    }

    @BeforeEach
    final void openDatabase() {
        persistence = open();
    }

    @AfterEach
    final void closeDatabase() {
        if (persistence != null) {
            persistence.close();
        }
    }
}
