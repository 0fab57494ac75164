package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.IdempotencyRecord.Answer;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.Rotation.Phase;
import com.sphereon.kms.core.model.RotationPolicy.Schedule;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.KeyStates.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What two replicas do to one key at the same time, step by step. */
class LifecycleRaceTest {
    private static final String DUTY = "issuer:credential-signing";
    private static final Duration DAY = Duration.ofDays(1);
    private static final ProviderId FIRST = new ProviderId(KmsFixture.FAKE);
    private static final ProviderId SECOND = new ProviderId(KmsFixture.OTHER);

    private final KmsFixture shared = new KmsFixture();
    private final InMemoryPersistence database = new InMemoryPersistence();
    private final Replica one = new Replica(shared, database);
    private final Replica two = new Replica(shared, database);
    private final KeyManagementService a = one.kms;
    private final KeyManagementService b = two.kms;

    private static RotateKey rotation(Optional<ProviderId> target, Duration publishBefore) {
        return new RotateKey(
                UUID.randomUUID(),
                target,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(publishBefore),
                Optional.empty());
    }

    private static Wish wish(KeyState state) {
        return new Wish(state, Optional.of("ticket 7"), Optional.empty());
    }

    private List<KeyReference> versions() {
        return database.keyReferences().findByAlias(ALICE.tenant(), new KeyAlias("key")).stream()
                .map(Key::versions)
                .flatMap(List::stream)
                .toList();
    }

    private long active() {
        return versions().stream().filter(v -> v.state() == KeyState.ACTIVE).count();
    }

    private Phase lastPhase() {
        return database.rotations()
                .list(ALICE.tenant(), new KeyAlias("key"))
                .getFirst()
                .phase();
    }

    private static Signed sign(KeyManagementService kms, Caller caller, String alias) {
        return kms.signatures().sign(caller, KeySelection.of(new KeyAlias(alias)), InputType.RAW, new byte[1]);
    }

    private static Signed sign(KeyManagementService kms, Caller caller, Kid kid) {
        KeySelection selection = new KeySelection(
                Optional.empty(), Optional.empty(), Optional.of(kid), Optional.empty(), Optional.empty());
        return kms.signatures().sign(caller, selection, InputType.RAW, new byte[1]);
    }

    private KeyReference makeKey() {
        return a.keys().generate(ALICE, KmsFixture.named("key"));
    }

    @Test
    void delete_atOneProviderOfAKeyAtTwo_refused() {
        makeKey();
        a.rotations().rotate(ALICE, "key", rotation(Optional.of(SECOND), Duration.ZERO));
        a.rotationPolicies()
                .put(ALICE, "key", new Schedule(DAY, Duration.ZERO, DAY), Optional.empty(), Tag.Precondition.NONE);

        for (ProviderId provider : List.of(FIRST, SECOND)) {
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> a.keys().delete(ALICE, "key", Optional.of(provider)));
        }
        assertThat(versions()).hasSize(2);
        assertThat(a.rotationPolicies().find(ALICE, "key")).isPresent();
        a.keys().delete(ALICE, "key", Optional.empty());
        assertThat(versions()).isEmpty();
    }

    @Test
    void delete_rotatedDutyKey_refusedWhateverIsNamed() {
        Kid kid = sign(a, ALICE, DUTY).version().kid();
        a.rotations().rotate(ALICE, DUTY, rotation(Optional.of(SECOND), Duration.ZERO));

        for (Optional<ProviderId> provider : List.of(Optional.<ProviderId>empty(), Optional.of(SECOND))) {
            for (String name : List.of(DUTY, kid.value())) {
                assertThatExceptionOfType(ConflictException.class)
                        .isThrownBy(() -> a.keys().delete(ALICE.looking(), name, provider));
            }
        }
    }

    @Test
    void destroy_dutyKeyThatWasSuspendedBefore_refused() {
        sign(a, ALICE, DUTY);
        a.states().change(ALICE, DUTY, wish(KeyState.SUSPENDED));

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> a.states().change(ALICE, DUTY, wish(KeyState.DESTROYED)));
    }

    @Test
    void cancel_refusedByTheProvider_rotationKeepsItsTime() {
        makeKey();
        RotationView view = a.rotations().rotate(ALICE, "key", rotation(Optional.empty(), DAY.multipliedBy(2)));
        shared.provider.beforeDelete = () -> {
            throw new ConflictException("refused by the provider's policy");
        };
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(
                        () -> a.rotations().cancel(ALICE, "key", view.rotation().id()));
        shared.clock.advance(DAY);
        b.dueWork().run();

        assertThat(sign(b, ALICE, "key").version().name().version()).isEqualTo(1);
        shared.clock.advance(DAY);
        b.dueWork().run();
        assertThat(sign(b, ALICE, "key").version().name().version()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUSPENDED", "DEACTIVATED", "COMPROMISED"})
    void activation_whoDidItDied_whatAnAdministratorDidSinceStays(KeyState state) {
        makeKey();
        a.rotations().rotate(ALICE, "key", rotation(Optional.empty(), DAY));
        shared.clock.advance(DAY);
        one.before("RotationStore.update", update -> ((Rotation) update).phase() == Phase.COMPLETED, () -> {
            throw new UnavailableException("killed", DAY, new IllegalStateException());
        });
        a.dueWork().run();
        b.states().change(ALICE, "key", wish(state));
        shared.clock.advance(RotationSteps.LEASE);
        b.dueWork().run();

        assertThat(versions().getFirst().state()).isEqualTo(state);
        assertThat(lastPhase()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void make_whoClaimedWasAwayTooLong_whatTheOtherMadeStays() {
        makeKey();
        one.after("RotationStore.update", () -> {
            shared.clock.advance(RotationSteps.LEASE);
            b.dueWork().run();
        });
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> a.rotations().rotate(ALICE, "key", rotation(Optional.empty(), DAY.multipliedBy(2))));
        assertOneSuccessor();
    }

    @Test
    void make_whoClaimedCameBackAtGoLive_whatTheOtherMadeStays() {
        makeKey();
        one.before(
                "KeyReferenceStore.update",
                update -> ((KeyReference) ((List<?>) update).getFirst()).name().version() == 2,
                () -> {
                    shared.clock.advance(RotationSteps.LEASE);
                    b.dueWork().run();
                });
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> a.rotations().rotate(ALICE, "key", rotation(Optional.empty(), DAY.multipliedBy(2))));
        assertOneSuccessor();
    }

    private void assertOneSuccessor() {
        assertThat(lastPhase()).isEqualTo(Phase.PUBLISHED);
        assertThat(versions()).hasSize(2);
        shared.clock.advance(DAY.multipliedBy(3));
        b.dueWork().run();
        assertThat(lastPhase()).isEqualTo(Phase.COMPLETED);
        assertThat(sign(b, ALICE, "key").version().name().version()).isEqualTo(2);
        assertThat(shared.provider.keys).hasSize(2);
    }

    @Test
    void rotate_versionThatWaitsForDestruction_neverSignsBesideTheNext() {
        makeKey();
        Kid first = a.states().change(ALICE, "key", wish(KeyState.DESTROYED)).kid();
        a.rotations().rotate(ALICE, "key", RotateKey.now());
        a.states().cancelDestruction(ALICE, first.value(), Optional.empty());
        a.states().change(ALICE, "key", wish(KeyState.SUSPENDED));

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> a.states().change(ALICE, first.value(), wish(KeyState.ACTIVE)));
        b.states().change(ALICE, "key", wish(KeyState.ACTIVE));
        assertThat(active()).isEqualTo(1);
    }

    /** The one that deletes sees no rotation; the other begins one right then. */
    @Test
    void delete_rotationBegunMeanwhile_nothingSignsAfterwards() {
        makeKey();
        one.after(
                "RotationStore.listUnfinished",
                () -> b.rotations().rotate(ALICE, "key", rotation(Optional.empty(), DAY)));
        a.keys().delete(ALICE, "key", Optional.empty());

        assertThat(versions()).isEmpty();
        makeKey();
        shared.clock.advance(DAY.multipliedBy(2));
        b.dueWork().run();
        assertThat(lastPhase()).isEqualTo(Phase.FAILED);
        assertThat(active()).isEqualTo(1);
        assertThat(sign(b, ALICE, "key").version().name().version()).isEqualTo(1);
        assertThat(shared.provider.keys).hasSize(1);
    }

    @Test
    void idempotency_whoBeganWasAwayTooLong_oneKey() {
        IdempotentRequest request = new IdempotentRequest("k", "POST /keys", new byte[1]);
        one.after("IdempotencyStore.insert", () -> {
            shared.clock.advance(Recovery.INTERRUPTED_AFTER);
            b.idempotency().once(ALICE, request, creation(b));
        });
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> a.idempotency().once(ALICE, request, creation(a)));

        assertThat(a.keys().list(ALICE, Optional.empty())).hasSize(1);
        assertThat(a.idempotency().once(ALICE, request, creation(a)))
                .isEqualTo(b.idempotency().once(ALICE, request, creation(b)));
        assertThat(shared.provider.keys).hasSize(1);
    }

    private static Idempotency.Creation creation(KeyManagementService kms) {
        return new Idempotency.Creation() {
            @Override
            public Optional<Answer> existing(UUID id) {
                return kms.keys()
                        .find(ALICE, id)
                        .map(key -> new Answer(201, "/", key.kid().value()));
            }

            @Override
            public Answer create(UUID id) {
                GenerateKey wish = new GenerateKey(id, Optional.empty(), Optional.empty(), KmsFixture.p256(Set.of()));
                return new Answer(
                        201, "/", kms.keys().generate(ALICE, wish).kid().value());
            }
        };
    }

    @Test
    void disabledDuty_narrowedService_reachesItsKeyByNoName() {
        KeyReference chosen = makeKey();
        Caller issuer = new Caller(ALICE.tenant(), "svc", Optional.of(new ServiceName("issuer")));
        SigningKeySetting setting = new SigningKeySetting(Optional.of(new KeyAlias("key")), true, true);
        a.signingKeys().put(ALICE, Duty.named(new KeyAlias(DUTY)).orElseThrow(), setting, Tag.Precondition.NONE);
        assertThat(sign(a, issuer, chosen.kid()).version().id()).isEqualTo(chosen.id());

        SigningKeySetting off = new SigningKeySetting(Optional.of(new KeyAlias("key")), false, true);
        two.before(
                "KeyReferenceStore.isCurrent",
                () -> a.signingKeys()
                        .put(ALICE, Duty.named(new KeyAlias(DUTY)).orElseThrow(), off, Tag.Precondition.NONE));
        assertThatExceptionOfType(InvalidRequestException.class)
                .as("disabled while it was signing")
                .isThrownBy(() -> sign(b, issuer, chosen.kid()));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> sign(b, issuer, "key"));
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> sign(b, issuer, DUTY));
    }

    @Test
    void narrowedAdministrator_keyThatServesOthersToo_mayNotDecideOverIt() {
        makeKey();
        for (Duty duty : List.of(Duty.STANDARD.get(0), Duty.STANDARD.get(2))) {
            a.signingKeys()
                    .put(
                            ALICE,
                            duty,
                            new SigningKeySetting(Optional.of(new KeyAlias("key")), true, true),
                            Tag.Precondition.NONE);
        }
        Caller narrowed = new Caller(ALICE.tenant(), "admin", Optional.of(new ServiceName("issuer")), false);

        for (KeyState state : List.of(KeyState.SUSPENDED, KeyState.COMPROMISED, KeyState.DESTROYED)) {
            assertThatExceptionOfType(DeniedException.class)
                    .isThrownBy(() -> a.states().change(narrowed, "key", wish(state)));
        }
        assertThatExceptionOfType(DeniedException.class)
                .isThrownBy(() -> a.rotations().rotate(narrowed, "key", RotateKey.now()));
        assertThatExceptionOfType(DeniedException.class)
                .isThrownBy(() -> a.keys().delete(narrowed, "key", Optional.empty()));
        assertThat(active()).isEqualTo(1);
    }

    @Test
    void compromise_rotatedMeanwhile_doesNotHitTheNextVersion() {
        makeKey();
        a.rotations().rotate(ALICE, "key", rotation(Optional.empty(), DAY));
        shared.clock.advance(DAY);
        one.before("KeyReferenceStore.update", () -> b.dueWork().run());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> a.states().change(ALICE, "key", wish(KeyState.COMPROMISED)))
                .withMessageContaining("rotated meanwhile");
        assertThat(sign(b, ALICE, "key").version().name().version()).isEqualTo(2);
    }

    @Test
    void activate_cancelledMeanwhile_isNotAnsweredWithSuccess() {
        makeKey();
        RotationView view = a.rotations().rotate(ALICE, "key", rotation(Optional.empty(), DAY));
        one.before(
                "RotationStore.update",
                () -> b.rotations().cancel(ALICE, "key", view.rotation().id()));

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> a.states()
                        .change(ALICE, view.newVersion().orElseThrow().kid().value(), wish(KeyState.ACTIVE)));
    }

    @Test
    void dueWork_oneTenantsProviderHangs_othersGoOn() throws InterruptedException {
        Caller slow = new Caller(new TenantId("slow"), "s");
        a.keys()
                .generate(
                        slow,
                        new GenerateKey(
                                Optional.of(SECOND), Optional.of(new KeyAlias("key")), KmsFixture.p256(Set.of())));
        makeKey();
        for (Caller caller : List.of(slow, ALICE)) {
            RotateKey later = new RotateKey(
                    UUID.randomUUID(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(shared.clock.instant().plus(DAY)),
                    Optional.of(Duration.ZERO),
                    Optional.empty());
            a.rotations().rotate(caller, "key", later);
        }
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        shared.other.beforeGenerate = () -> {
            hanging.countDown();
            awaitQuietly(released);
        };
        shared.clock.advance(DAY);
        Thread.ofVirtual().start(() -> a.dueWork().run());
        hanging.await();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (lastPhase() != Phase.COMPLETED && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }

        assertThat(lastPhase()).isEqualTo(Phase.COMPLETED);
        assertThat(database.rotations().listUnfinished(slow.tenant())).hasSize(1);
        released.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void register_keyThatWasCompromisedAndDeleted_refused() {
        shared.provider.createNatively("alice", "native-1");
        RegisterKey wish = new RegisterKey(FIRST, new KeyAlias("native-1"), Optional.empty());
        a.keys().register(ALICE, wish);
        a.states().change(ALICE, "native-1", wish(KeyState.COMPROMISED));
        a.keys().delete(ALICE, "native-1", Optional.empty());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() ->
                        a.keys().register(ALICE, new RegisterKey(FIRST, new KeyAlias("native-1"), Optional.empty())))
                .withMessageContaining("compromised");
    }

    @Test
    void versions_keyBeingDeletedMeanwhile_notFound() {
        KeyReference key = makeKey();
        one.after("KeyReferenceStore.findByKid", () -> database.keyReferences().update(key.deleting(key.created())));

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> a.keys().versions(ALICE, key.kid().value()));
    }
}
