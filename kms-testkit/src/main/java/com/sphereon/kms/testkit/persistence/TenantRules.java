package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tenants do not notice each other. */
interface TenantRules extends StoreFixture {

    @Test
    default void find_strangersKey_nothing() {
        KeyReference theirs = KeyReferences.of(stranger(), "key").kid("kid").insertedInto(store());

        assertThat(versions(tenant(), "key")).isEmpty();
        assertThat(byKid(tenant(), "kid")).isEmpty();
        assertThat(all(tenant())).isEmpty();
        assertThat(store().list(tenant(), Optional.of(theirs.provider()))).isEmpty();
    }

    @Test
    default void insert_namesOfStranger_bothKept() {
        KeyReference theirs = KeyReferences.of(stranger(), "key").kid("kid").insertedInto(store());
        KeyReference ours = KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store());

        assertThat(versions(tenant(), "key")).containsExactly(ours);
        assertThat(versions(stranger(), "key")).containsExactly(theirs);
        assertThat(byKid(tenant(), "kid")).containsExactly(ours);
        assertThat(byKid(stranger(), "kid")).containsExactly(theirs);
        assertThat(all(tenant())).containsExactly(ours);
        assertThat(all(stranger())).containsExactly(theirs);
    }

    @Test
    default void insert_aliasIsKidOfStranger_accepted() {
        KeyReferences.of(stranger(), "alias").kid("kid").insertedInto(store());
        KeyReference ours = KeyReferences.of(tenant(), "kid").kid("alias").insertedInto(store());

        assertThat(all(tenant())).containsExactly(ours);
    }

    @Test
    default void delete_oneTenantsKey_strangersStays() {
        KeyReference theirs = KeyReferences.of(stranger(), "key").kid("kid").insertedInto(store());
        delete(KeyReferences.of(tenant(), "key").kid("kid").insertedInto(store()));

        assertThat(all(tenant())).isEmpty();
        assertThat(all(stranger())).containsExactly(theirs);
    }

    /** Whoever learns an id, which is no secret, can do nothing with it. */
    @Test
    default void update_idOfStranger_refused() {
        KeyReference theirs = KeyReferences.of(stranger(), "key").insertedInto(store());
        KeyReference next = UpdateRules.with(theirs, 1, KeyState.COMPROMISED);
        KeyReference claimed = new KeyReference(
                theirs.id(),
                new KeyName(tenant(), theirs.name().alias(), theirs.name().version()),
                next.provider(),
                next.origin(),
                next.parameters(),
                next.identity(),
                next.progress(),
                next.lifecycle(),
                next.created(),
                next.updated(),
                next.deleted(),
                next.revision());

        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().update(claimed));
        assertThat(all(stranger())).containsExactly(theirs);
        assertThat(all(tenant())).isEmpty();
    }
}
