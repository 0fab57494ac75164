package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    private static Persistence open(@Nullable Persistence persistence) {
        if (persistence == null) {
            throw new IllegalStateException("not open");
        }
        return persistence;
    }

    private KeyReferenceStore here() {
        return open(here).keyReferences();
    }

    private KeyReferenceStore there() {
        return open(there).keyReferences();
    }

    private List<ConfigProperty> propertiesThere() {
        return open(there).tenantConfiguration().list(tenant);
    }

    private static List<KeyReference> versions(KeyReferenceStore store, TenantId tenant) {
        return store.findByAlias(tenant, ALIAS).map(Key::versions).orElse(List.of());
    }

    @Test
    void shared_openedTwice_true() {
        assertThat(open(here).shared()).isTrue();
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

    @Test
    void update_severalChangedElsewhere_theFindersKnowAllOfThem() {
        KeyReference first = KeyReferences.of(tenant, "key").insertedInto(here());
        KeyReference second = KeyReferences.of(tenant, "key").version(2).insertedInto(here());
        assertThat(versions(there(), tenant)).containsExactly(second, first);
        KeyReference oldFirst = UpdateRules.with(first, 1, KeyState.DEACTIVATED);
        KeyReference newSecond = UpdateRules.with(second, 1, KeyState.SUSPENDED);
        here().update(List.of(oldFirst, newSecond));

        assertThat(there().isCurrent(second)).isFalse();
        assertThat(versions(there(), tenant)).containsExactly(newSecond, oldFirst);
    }

    /** Reads until it is seen; the limit of the class is far beyond what is promised. */
    @Test
    void listProperties_changedElsewhere_seenWithoutAskingAnythingElse() {
        assertThat(propertiesThere()).isEmpty();
        ConfigProperty property = TenantRows.property(tenant, "key");
        open(here).tenantConfiguration().insert(property);

        while (!propertiesThere().equals(List.of(property))) {
            LockSupport.parkNanos(1_000_000);
        }
        open(here).tenantConfiguration().delete(property);
        while (!propertiesThere().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(propertiesThere()).isEmpty();
    }

    @Test
    void listProperties_changedElsewhereAndIsCurrentAsked_seenAtOnce() {
        KeyReference key = KeyReferences.of(tenant, "key").insertedInto(here());
        assertThat(versions(there(), tenant)).containsExactly(key);
        for (int round = 0; round < 20; round++) {
            ConfigProperty property = TenantRows.property(tenant, "key");
            open(here).tenantConfiguration().insert(property);
            assertThat(there().isCurrent(key)).isTrue();
            assertThat(propertiesThere()).containsExactly(property);
            open(here).tenantConfiguration().delete(property);
            assertThat(there().isCurrent(key)).isTrue();
            assertThat(propertiesThere()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(RevisionRules.ALL)
    <T> void write_samePlaceHereAndThereAtOnce_oneWins(StoredKind<T> kind) {
        T row = kind.make().apply(tenant, "name");
        assertThat(winners(Collections.nCopies(20, row), kind.insert())).hasSize(1);
        T next = kind.next().apply(row);
        assertThat(winners(Collections.nCopies(20, next), kind.update())).hasSize(1);

        assertThat(kind.find().apply(open(here), row)).contains(next);
        assertThat(kind.find().apply(open(there), row)).contains(next);
        kind.delete().ifPresent(delete -> {
            assertThat(winners(Collections.nCopies(20, next), delete)).hasSize(1);
            assertThat(kind.find().apply(open(there), row)).isEmpty();
        });
    }

    @Test
    void insertRotation_ofOneKeyHereAndThereAtOnce_oneWins() {
        List<Rotation> winners = winners(
                Stream.generate(() -> TenantRows.rotation(UUID.randomUUID(), tenant, "key", TenantRows.DUE))
                        .limit(40)
                        .toList(),
                (persistence, rotation) -> persistence.rotations().insert(rotation));

        assertThat(winners).hasSize(1);
        assertThat(open(there).rotations().list(tenant, ALIAS)).isEqualTo(winners);
    }

    @Test
    void insertIntegration_twinsHereAndThereAtOnce_oneWins() {
        List<ProviderIntegration> winners = winners(
                Stream.generate(() -> TenantRows.integration(UUID.randomUUID(), tenant, "software"))
                        .limit(40)
                        .toList(),
                (persistence, wish) -> persistence.providerIntegrations().insert(wish));

        assertThat(winners).hasSize(1);
        assertThat(open(there).providerIntegrations().list(tenant)).isEqualTo(winners);
    }

    @Test
    void updateIntegration_toTheSameHereAndThereAtOnce_oneWins() {
        List<ProviderIntegration> wishes = IntStream.range(0, 20)
                .mapToObj(i -> TenantRows.integration(tenant, "place-" + i))
                .map(stored -> {
                    open(here).providerIntegrations().insert(stored);
                    return TenantRows.moved(stored, TenantRows.PROVIDER);
                })
                .toList();

        List<ProviderIntegration> winners = winners(
                wishes,
                (persistence, wish) -> persistence.providerIntegrations().update(wish));

        assertThat(winners).hasSize(1);
        assertThat(open(there).providerIntegrations().list(tenant))
                .hasSize(20)
                .filteredOn(each -> each.provider().equals(TenantRows.PROVIDER))
                .isEqualTo(winners);
    }

    /** The alias is free of first versions, so nothing but the second one stands in their way. */
    @Test
    void insertFirst_secondInsertedElsewhere_noneWins() {
        KeyReference first = KeyReferences.of(tenant, "key").insertedInto(here());
        KeyReference second = KeyReferences.of(tenant, "key").version(2).insertedInto(here());
        KeyReference deleting = first.deleting(KeyReferences.later(1));
        here().update(deleting);
        here().update(deleting.deleted(KeyReferences.later(2)));

        assertThat(winners(
                        firstVersions(),
                        (persistence, wish) -> persistence.keyReferences().insert(wish)))
                .isEmpty();
        assertThat(versions(there(), tenant)).containsExactly(second);
        assertThat(versions(here(), tenant)).containsExactly(second);
    }

    @Test
    void insertFirst_hereAndThereAtOnce_oneWins() {
        List<KeyReference> winners = winners(
                firstVersions(),
                (persistence, wish) -> persistence.keyReferences().insert(wish));

        assertThat(winners).hasSize(1);
        assertThat(versions(here(), tenant)).isEqualTo(winners);
        assertThat(versions(there(), tenant)).isEqualTo(winners);
    }

    /** Who saw that there is a second version must not see a first one come after it from elsewhere. */
    @Test
    void insertFirst_whileSecondIsWrittenElsewhere_neverAfterIt() {
        for (int round = 0; round < 20; round++) {
            String alias = "key-" + round;
            AtomicBoolean secondIsThere = new AtomicBoolean();
            List<Boolean> late = Clients.together(12, i -> () -> {
                if (i == 0) {
                    KeyReferences.of(tenant, alias).version(2).insertedInto(here());
                    secondIsThere.set(true);
                    return false;
                }
                boolean after = secondIsThere.get();
                KeyReference wish = KeyReferences.live(tenant, alias);
                return after && !Clients.winners(List.of(wish), there()::insert).isEmpty();
            });
            assertThat(late).hasSize(12).containsOnly(false);
        }
    }

    private List<KeyReference> firstVersions() {
        return Stream.generate(() -> KeyReferences.live(tenant, "key"))
                .limit(40)
                .toList();
    }

    /** Those of even number write here, the others there. */
    private <T> List<T> winners(List<T> rows, BiConsumer<Persistence, T> write) {
        AtomicInteger number = new AtomicInteger();
        return Clients.winners(rows, row -> write.accept(open(number.getAndIncrement() % 2 == 0 ? here : there), row));
    }

    @Test
    void tenantsWithDueWork_writtenElsewhereForTenantNeverSeen_foundAndDone() {
        RotationPolicy policy = TenantRows.policy(tenant, "key");
        open(here).rotationPolicies().insert(policy);

        assertThat(open(there).tenantsWithDueWork(TenantRows.DUE)).contains(tenant);
        assertThat(open(there).rotationPolicies().findDue(tenant, TenantRows.DUE))
                .containsExactly(policy);
        open(there).rotationPolicies().delete(policy);
        assertThat(open(here).tenantsWithDueWork(TenantRows.DUE)).doesNotContain(tenant);
    }

    @Test
    void tenantsWithDueWork_rotationAndDestructionElsewhere_found() {
        TenantId other = KeyReferences.freshTenant();
        open(here).rotations().insert(TenantRows.rotation(tenant, "key"));
        KeyReferences.of(other, "key")
                .lifecycle(Lifecycle.active(KeyReferences.CREATED)
                        .destructionPlanned(KeyReferences.later(1), Optional.empty(), TenantRows.DUE))
                .insertedInto(here());

        assertThat(open(there).tenantsWithDueWork(TenantRows.DUE)).contains(tenant, other);
        assertThat(open(there).tenantsWithDueWork(TenantRows.DUE.minusNanos(1_000)))
                .doesNotContain(tenant, other);
    }
}
