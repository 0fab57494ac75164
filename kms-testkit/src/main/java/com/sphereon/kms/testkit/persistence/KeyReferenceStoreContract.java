package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.Persistence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Persistence} promises about {@link com.sphereon.kms.core.spi.KeyReferenceStore}. The rules are grouped in the interfaces this
 * class implements.
 */
public abstract class KeyReferenceStoreContract extends OpenDatabase
        implements FindRules,
                NameRules,
                FirstVersionRules,
                UpdateRules,
                TenantRules,
                RoundTripRules,
                UnfinishedRules,
                CountRules,
                CurrencyRules,
                LifecycleRules,
                HistoryRules,
                TogetherRules,
                PublishedRules,
                ConcurrencyRules {
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
        KeyReference kept = KeyReferences.of(tenant(), "kept").insertedInto(store());
        KeyReference deleted = delete(KeyReferences.of(tenant(), "deleted").insertedInto(store()));
        KeyReference changed = KeyReferences.of(tenant(), "changed").creating();
        store().insert(changed);
        KeyReference live = changed.live(KeyReferences.of(tenant(), "changed").identity(), KeyReferences.later(1));
        store().update(live);

        persistence().close();
        openDatabase();

        assertThat(all(tenant())).isEqualTo(survivesClosing() ? List.of(live, kept) : List.of());
        assertThat(byKid(tenant(), deleted.kid().value())).isEmpty();
    }

    @Test
    void count_afterReopening_findsTenantsNotSeenSince() {
        ProviderId provider = CountRules.freshProvider();
        KeyReferences.of(tenant(), "key").provider(provider.value()).insertedInto(store());

        persistence().close();
        openDatabase();

        assertThat(store().count(provider, Optional.empty())).isEqualTo(survivesClosing() ? 1 : 0);
    }
}
