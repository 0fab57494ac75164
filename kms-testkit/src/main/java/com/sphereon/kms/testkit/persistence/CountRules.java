package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.ProviderId;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever wants to remove a provider is told of every key at it. */
interface CountRules extends StoreFixture {

    /** A provider no other test has keys at. */
    static ProviderId freshProvider() {
        return new ProviderId("p-" + UUID.randomUUID());
    }

    default long count(ProviderId provider) {
        return store().count(provider, Optional.empty());
    }

    @Test
    default void count_keysOfSeveralTenants_allThatAreNotDeleted() {
        ProviderId provider = freshProvider();
        KeyReferences.of(tenant(), "live").provider(provider.value()).insertedInto(store());
        KeyReferences.of(stranger(), "live").provider(provider.value()).insertedInto(store());
        store().insert(KeyReferences.of(tenant(), "creating")
                .provider(provider.value())
                .creating());
        store().update(KeyReferences.of(stranger(), "deleting")
                .provider(provider.value())
                .insertedInto(store())
                .deleting(KeyReferences.later(1)));

        assertThat(count(provider)).isEqualTo(4);
        assertThat(store().count(provider, Optional.of(tenant()))).isEqualTo(2);
        assertThat(store().count(provider, Optional.of(stranger()))).isEqualTo(2);
    }

    @Test
    default void count_keysElsewhereOrDeleted_none() {
        ProviderId provider = freshProvider();
        KeyReferences.of(tenant(), "elsewhere")
                .provider(freshProvider().value())
                .insertedInto(store());
        delete(KeyReferences.of(tenant(), "deleted").provider(provider.value()).insertedInto(store()));

        assertThat(count(provider)).isZero();
        assertThat(store().count(provider, Optional.of(tenant()))).isZero();
    }

    @Test
    default void count_keysThatAreDestroyed_untilTheirMaterialIsGone() {
        ProviderId provider = freshProvider();
        KeyReference key =
                KeyReferences.of(tenant(), "key").provider(provider.value()).insertedInto(store());
        KeyReference planned = key.with(key.lifecycle()
                .destructionPlanned(
                        KeyReferences.later(1),
                        Optional.empty(),
                        KeyReferences.later(2).at()));
        store().update(planned);
        assertThat(count(provider)).isEqualTo(1);
        KeyReference destroying = planned.with(planned.lifecycle()
                .destroying(KeyReferences.later(3), KeyReferences.later(4).at()));
        store().update(destroying);
        assertThat(count(provider)).as("nobody has said that it is gone").isEqualTo(1);

        store().update(destroying.with(destroying.lifecycle().destroyed(KeyReferences.later(5))));

        assertThat(count(provider)).isZero();
        assertThat(store().count(provider, Optional.of(tenant()))).isZero();
        assertThat(store().list(tenant(), Optional.of(provider))).hasSize(1);
    }

    @Test
    default void count_tenantNobodyHasSeen_none() {
        assertThat(store().count(freshProvider(), Optional.of(KeyReferences.freshTenant())))
                .isZero();
    }

    @Test
    default void count_afterEachWrite_isUpToDate() {
        ProviderId provider = freshProvider();
        KeyReference key =
                KeyReferences.of(tenant(), "key").provider(provider.value()).insertedInto(store());
        assertThat(count(provider)).isEqualTo(1);
        KeyReference deleting = key.deleting(KeyReferences.later(1));
        store().update(deleting);
        assertThat(count(provider)).isEqualTo(1);
        store().update(deleting.deleted(KeyReferences.later(2)));
        assertThat(count(provider)).isZero();
    }
}
