package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
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
 * What every {@link Persistence} promises that several processes may have open at the same time. It is opened twice; what
 * one writes, the other must not sign with any more once it asked whether it may.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
public abstract class SharedStoreContract {
    private static final KeyAlias ALIAS = new KeyAlias("key");

    private final TenantId tenant = KeyReferences.freshTenant();
    private @Nullable Persistence here;
    private @Nullable Persistence there;

    /** Opens the database; called twice for each test. */
    protected abstract Persistence open();

    @BeforeEach
    final void openTwice() {
        here = open();
        there = open();
    }

    @AfterEach
    final void closeBoth() {
        close(here);
        close(there);
    }

    private static void close(@Nullable Persistence persistence) {
        if (persistence != null) {
            persistence.close();
        }
    }

    private static KeyReferenceStore store(@Nullable Persistence persistence) {
        if (persistence == null) {
            throw new IllegalStateException("not open");
        }
        return persistence.keyReferences();
    }

    private KeyReferenceStore here() {
        return store(here);
    }

    private KeyReferenceStore there() {
        return store(there);
    }

    private static List<KeyReference> versions(KeyReferenceStore store, TenantId tenant) {
        return store.findByAlias(tenant, ALIAS).map(Key::versions).orElse(List.of());
    }

    @Test
    void shared_openedTwice_true() {
        assertThat(here != null && here.shared()).isTrue();
    }

    @Test
    void find_insertedElsewhere_foundAtOnce() {
        assertThat(versions(there(), tenant)).isEmpty();

        KeyReference live = KeyReferences.of(tenant, "key").insertedInto(here());

        assertThat(versions(there(), tenant)).containsExactly(live);
        assertThat(there().findByKid(tenant, live.kid())).containsExactly(live);
    }

    @Test
    void isCurrent_suspendedElsewhere_falseAndTheFindersKnow() {
        KeyReference active = KeyReferences.of(tenant, "key").insertedInto(here());
        assertThat(versions(there(), tenant)).containsExactly(active);
        assertThat(there().findByKid(tenant, active.kid())).containsExactly(active);
        assertThat(there().isCurrent(active)).isTrue();

        KeyReference suspended = UpdateRules.with(active, 1, KeyState.SUSPENDED);
        here().update(suspended);

        assertThat(there().isCurrent(active)).isFalse();
        assertThat(versions(there(), tenant)).containsExactly(suspended);
        assertThat(there().findByKid(tenant, active.kid())).containsExactly(suspended);
        assertThat(there().isCurrent(suspended)).isTrue();
    }

    @Test
    void isCurrent_deletedElsewhere_falseAndNothingIsFound() {
        KeyReference live = KeyReferences.of(tenant, "key").insertedInto(here());
        assertThat(versions(there(), tenant)).containsExactly(live);

        KeyReference deleting = live.deleting(KeyReferences.later(1));
        here().update(deleting);
        here().update(deleting.deleted(KeyReferences.later(2)));

        assertThat(there().isCurrent(live)).isFalse();
        assertThat(versions(there(), tenant)).isEmpty();
    }

    /** The refusal tells that what was remembered is old, so the next attempt begins with what is stored. */
    @Test
    void update_changedElsewhere_refusedAndTheFindersKnow() {
        KeyReference before = KeyReferences.of(tenant, "key").insertedInto(here());
        assertThat(versions(there(), tenant)).containsExactly(before);
        KeyReference now = UpdateRules.with(before, 1, KeyState.DEACTIVATED);
        here().update(now);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> there().update(UpdateRules.with(before, 1, KeyState.COMPROMISED)));
        assertThat(versions(there(), tenant)).containsExactly(now);
    }

    @Test
    void insert_nameTakenElsewhere_refused() {
        KeyReference theirs = KeyReferences.of(tenant, "key").insertedInto(here());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> KeyReferences.of(tenant, "key").insertedInto(there()));
        assertThat(versions(there(), tenant)).containsExactly(theirs);
    }
}
