package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.ProviderVisibility.Owned;
import com.sphereon.kms.core.model.ProviderVisibility.Shared;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.ProviderRegistryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link PlatformPersistence} promises about its {@link ProviderRegistryStore}. Tests may share one database. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class ProviderRegistryStoreContract {
    static final String TYPES = "com.sphereon.kms.testkit.persistence.Registrations#types";

    private static final Instant RETIRED = KeyReferences.CREATED.at().plusSeconds(7);

    private final ProviderId id = Registrations.freshId();
    private @Nullable PlatformPersistence platform;

    /** Opens the database; called anew for each test, and again within one to see what survives closing. */
    protected abstract PlatformPersistence open();

    /** Whether what was written is there after closing and opening; only a database without a disk says no. */
    protected boolean survivesClosing() {
        return true;
    }

    /** Whether there is a place only for types and settings that are known; one in memory keeps whatever it gets. */
    protected boolean hasColumns() {
        return true;
    }

    @BeforeEach
    final void openDatabase() {
        platform = open();
    }

    @AfterEach
    final void closeDatabase() {
        platform().close();
    }

    private PlatformPersistence platform() {
        return Optional.ofNullable(platform).orElseThrow();
    }

    private ProviderRegistryStore store() {
        return platform().providerRegistry();
    }

    private Optional<ProviderRegistration> stored(ProviderRegistration row) {
        return store().list().stream()
                .filter(other -> other.id().equals(row.id()))
                .reduce((one, other) -> {
                    throw new AssertionError("two rows with one id");
                });
    }

    private ProviderRegistration inserted(ProviderRegistration row) {
        store().insert(row);
        return row;
    }

    private static void assertConflict(Runnable write) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(write::run)
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    void insertAndUpdate_everySetting_comesBackWhole(String type) {
        Map<String, String> complete = Registrations.complete(type);
        Map<String, String> smallest = Registrations.smallest(type);
        ProviderRegistration row = inserted(Registrations.of(id, type, complete));
        assertThat(stored(row)).contains(row);

        ProviderRegistration less = Registrations.next(row, smallest);
        store().update(less);
        assertThat(stored(row)).contains(less);

        ProviderRegistration more = Registrations.next(less, complete);
        store().update(more);
        assertThat(stored(row)).contains(more);
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    void insert_smallest_comesBackWithoutWhatWasNotSaid(String type) {
        ProviderRegistration row = inserted(Registrations.of(id, type, Registrations.smallest(type)));

        assertThat(stored(row)).contains(row);
        store().delete(row);
        assertThat(stored(row)).isEmpty();
    }

    private static List<ProviderVisibility> visibilities() {
        TenantId acme = KeyReferences.freshTenant();
        return List.of(
                ProviderVisibility.tenants(),
                ProviderVisibility.system(),
                new Shared(false, Set.of()),
                new Shared(false, Set.of(acme)),
                new Shared(false, Set.of(acme, KeyReferences.freshTenant(), new TenantId("x".repeat(63)))));
    }

    @Test
    void insertAndUpdate_everyVisibility_comesBack() {
        ProviderRegistration row = inserted(Registrations.of(id, ProviderVisibility.tenants()));
        for (ProviderVisibility visibility : visibilities()) {
            ProviderRegistration other = inserted(Registrations.of(Registrations.freshId(), visibility));
            assertThat(stored(other)).contains(other);
            row = Registrations.next(row, visibility);
            store().update(row);
            assertThat(stored(row)).contains(row);
        }
        ProviderRegistration owned =
                inserted(Registrations.of(Registrations.freshId(), new Owned(KeyReferences.freshTenant())));
        assertThat(stored(owned)).contains(owned);
    }

    @Test
    void insert_longestValues_comeBack() {
        ProviderDefinition definition = new ProviderDefinition(
                new ProviderId("p"
                        + UUID.randomUUID()
                                .toString()
                                .replace("-", "")
                                .repeat(2)
                                .substring(1)),
                "software",
                "\u8a9e".repeat(ProviderDefinition.MAX_DISPLAY_NAME_CHARS),
                new Owned(new TenantId("x".repeat(63))),
                false,
                Map.of("key-store.path", "\u8a9e".repeat(1024)));
        ProviderRegistration row = inserted(ProviderRegistration.created(
                UUID.randomUUID(), definition, new Change(KeyReferences.CREATED.at(), "s".repeat(255))));

        assertThat(stored(row)).contains(row);
        store().delete(row);
    }

    @Test
    void update_retiringAndBack_comesBack() {
        ProviderRegistration row = inserted(Registrations.of(id, ProviderVisibility.tenants()));
        ProviderRegistration retiring = row.retiring(RETIRED);
        store().update(retiring);
        assertThat(stored(row)).contains(retiring);
        store().update(retiring.staying());
        assertThat(stored(row)).contains(retiring.staying());
    }

    @Test
    void list_several_isOrderedByIdThePlatformFirst() {
        String prefix = "p" + UUID.randomUUID().toString().substring(0, 8);
        TenantId acme = new TenantId("acme");
        TenantId zeta = new TenantId("zeta");
        List<ProviderRegistration> rows = List.of(
                Registrations.of(new ProviderId(prefix + "-a"), new Owned(acme)),
                Registrations.of(new ProviderId(prefix + "-a"), new Owned(zeta)),
                Registrations.of(new ProviderId(prefix + "-b"), ProviderVisibility.system()),
                Registrations.of(new ProviderId(prefix + "-b0"), new Owned(acme)),
                Registrations.of(new ProviderId(prefix + "0"), ProviderVisibility.tenants()));
        List<ProviderRegistration> shuffled = new ArrayList<>(rows);
        Collections.reverse(shuffled);
        shuffled.forEach(this::inserted);

        assertThat(store().list().stream()
                        .filter(row -> row.definition().id().value().startsWith(prefix)))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void insert_nameTaken_refused() {
        TenantId acme = KeyReferences.freshTenant();
        ProviderId own = Registrations.freshId();
        ProviderRegistration row = inserted(Registrations.of(id, ProviderVisibility.system()));
        inserted(Registrations.of(own, new Owned(acme)));
        inserted(Registrations.of(own, new Owned(KeyReferences.freshTenant())));

        assertConflict(() -> store().insert(row));
        assertConflict(() -> store().insert(Registrations.of(id, ProviderVisibility.tenants())));
        assertConflict(() -> store().insert(Registrations.of(id, new Owned(acme))));
        assertConflict(() -> store().insert(Registrations.of(own, new Owned(acme))));
        assertConflict(() -> store().insert(Registrations.of(own, ProviderVisibility.tenants())));
        assertThat(stored(row)).contains(row);
        store().delete(row);
        inserted(Registrations.of(id, new Owned(acme)));
    }

    @Test
    void update_wrongRevisionOrUnknown_refusedAndNothingChanged() {
        ProviderRegistration before = inserted(Registrations.of(id, "aws_kms", Registrations.complete("aws_kms")));
        ProviderRegistration now = Registrations.next(before, Map.of("region", "us-east-1"));
        store().update(now);
        long changes = store().changes();

        for (ProviderRegistration stale : List.of(
                before,
                now,
                Registrations.next(before, Map.of("region", "stale")),
                Registrations.next(Registrations.next(now, Map.of("region", "a")), Map.of("region", "b")))) {
            assertConflict(() -> store().update(stale));
        }
        assertConflict(() -> store().update(Registrations.next(
                Registrations.of(Registrations.freshId(), ProviderVisibility.tenants()), Map.of())));
        assertThat(stored(before)).contains(now);
        assertThat(store().changes()).isEqualTo(changes);
    }

    @Test
    void delete_wrongRevisionOrAgain_refused() {
        ProviderRegistration before = inserted(Registrations.of(id, "software", Registrations.complete("software")));
        ProviderRegistration now = Registrations.next(before, new Shared(false, Set.of(new TenantId("acme"))));
        store().update(now);

        assertConflict(() -> store().delete(before));
        assertConflict(() -> store().delete(Registrations.next(now, Map.of())));
        assertThat(stored(before)).contains(now);

        store().delete(now);
        assertThat(stored(before)).isEmpty();
        assertConflict(() -> store().delete(now));
        assertConflict(() -> store().update(Registrations.next(now, Map.of())));
    }

    @Test
    void changes_eachWrite_countsAndNothingElse() {
        Set<Long> seen = new HashSet<>();
        seen.add(store().changes());
        ProviderRegistration row = inserted(Registrations.of(id, ProviderVisibility.tenants()));
        assertThat(seen.add(store().changes())).isTrue();
        ProviderRegistration next = Registrations.next(row, Map.of("key-store.type", "memory"));
        store().update(next);
        assertThat(seen.add(store().changes())).isTrue();
        store().delete(next);
        assertThat(seen.add(store().changes())).isTrue();

        store().list();
        assertConflict(() -> store().delete(next));
        assertThat(seen).contains(store().changes());
    }

    @Test
    void insert_oneNameByManyAtOnce_oneWins() {
        List<ProviderRegistration> wishes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wishes.add(
                    Registrations.of(id, i % 2 == 0 ? ProviderVisibility.tenants() : new Owned(new TenantId("acme"))));
        }
        List<ProviderRegistration> winners = Clients.winners(wishes, wish -> store().insert(wish));

        assertThat(winners).hasSize(1);
        assertThat(store().list().stream().filter(row -> row.definition().id().equals(id)))
                .containsExactlyElementsOf(winners);
    }

    @Test
    void update_byManyAtOnce_oneWins() {
        ProviderRegistration row = inserted(Registrations.of(id, ProviderVisibility.tenants()));
        List<ProviderRegistration> wishes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wishes.add(Registrations.next(row, Map.of("key-store.path", "/" + i)));
        }
        List<ProviderRegistration> winners = Clients.winners(wishes, wish -> store().update(wish));

        assertThat(winners).hasSize(1);
        assertThat(stored(row)).contains(winners.getFirst());
    }

    /** A registration is in several tables, which are read one after the other. */
    @Test
    void list_whileOthersWrite_neverMixesTwoStates() {
        ProviderRegistration first = inserted(Registrations.of(id, "aws_kms", pair(0)));
        Clients.together(4, client -> () -> {
            ProviderRegistration row = first;
            for (int i = 1; i <= 20; i++) {
                if (client == 0) {
                    row = Registrations.next(row, pair(i));
                    row = new ProviderRegistration(
                            row.id(),
                            row.definition(),
                            Optional.of(RETIRED.plusSeconds(i)),
                            row.created(),
                            row.updated(),
                            row.revision());
                    store().update(row);
                } else {
                    assertPair(stored(first).orElseThrow());
                }
            }
            return true;
        });
        assertPair(stored(first).orElseThrow());
    }

    private static Map<String, String> pair(int number) {
        return Map.of("region", "r" + number, "application-id", "r" + number);
    }

    private static void assertPair(ProviderRegistration row) {
        String region = row.definition().settings().get("region");
        assertThat(row.definition().settings()).containsEntry("application-id", region);
        assertThat(region).isEqualTo("r" + row.revision());
    }

    @Test
    void insert_whatThereIsNoPlaceFor_refused() {
        if (!hasColumns()) {
            inserted(Registrations.of(id, "hsm", Map.of("slot", "1")));
            return;
        }
        for (ProviderRegistration none : List.of(
                Registrations.of(id, "hsm", Map.of()),
                Registrations.of(id, "software", Map.of("region", "x")),
                Registrations.of(id, "rest", Map.of("url", "https://kms.example", "slot", "1")))) {
            assertThatExceptionOfType(UnsupportedException.class)
                    .isThrownBy(() -> store().insert(none))
                    .withMessageEndingWith("can be declared in the configuration only");
        }
        assertThat(store().list()).noneMatch(row -> row.definition().id().equals(id));
    }

    @Test
    void open_afterClosing_findsWhatWasWritten() {
        ProviderRegistration row = inserted(Registrations.of(id, "csc", Registrations.complete("csc")));
        long changes = store().changes();
        platform().close();
        openDatabase();

        assertThat(stored(row).isPresent()).isEqualTo(survivesClosing());
        if (survivesClosing()) {
            assertThat(stored(row)).contains(row);
            assertThat(store().changes()).isGreaterThanOrEqualTo(changes);
        }
    }

    @Test
    void health_openDatabase_up() {
        assertThat(platform().health()).isEqualTo(new Health.Up());
    }
}
