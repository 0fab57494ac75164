package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Persistence} promises about {@link KeyReferenceStore}. The rules are grouped in the interfaces this
 * class implements. Each test uses tenants of its own and looks at nothing else, so all may run over one database.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class KeyReferenceStoreContract
        implements FindRules,
                NameRules,
                UpdateRules,
                TenantRules,
                RoundTripRules,
                UnfinishedRules,
                CurrencyRules,
                ConcurrencyRules {
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

    @Test
    void health_openDatabase_up() {
        assertThat(health()).isEqualTo(new Health.Up());
    }

    @Test
    void close_again_doesNothing() {
        persistence().close();
        persistence().close();
        openDatabase();

        assertThat(health()).isEqualTo(new Health.Up());
    }

    @Test
    void open_afterClosing_findsWhatWasWritten() {
        KeyReference kept = KeyReferences.of(tenant, "kept").insertedInto(store());
        KeyReference deleted = delete(KeyReferences.of(tenant, "deleted").insertedInto(store()));
        KeyReference changed = KeyReferences.of(tenant, "changed").creating();
        store().insert(changed);
        KeyReference live = changed.live(KeyReferences.of(tenant, "changed").identity(), KeyReferences.later(1));
        store().update(live);

        persistence().close();
        openDatabase();

        assertThat(all(tenant)).isEqualTo(survivesClosing() ? List.of(live, kept) : List.of());
        assertThat(byKid(tenant, deleted.kid().value())).isEmpty();
    }
}
