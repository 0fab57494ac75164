package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static com.sphereon.kms.core.service.KmsFixture.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.Rotation.Phase;
import com.sphereon.kms.core.model.RotationPolicy.Schedule;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.KeyStates.Wish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final KmsFixture fixture = new KmsFixture();
    private final Rotations rotations = fixture.kms.rotations();
    private KeyReference first;

    @BeforeEach
    void makeKey() {
        first = fixture.generate(ALICE, "key");
    }

    private static RotateKey wish(Optional<Instant> at, Duration publishBefore) {
        return new RotateKey(
                UUID.randomUUID(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                at,
                Optional.of(publishBefore),
                Optional.of(DAY.multipliedBy(7)));
    }

    private static RotateKey at(String provider) {
        return new RotateKey(
                UUID.randomUUID(),
                Optional.of(new ProviderId(provider)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private List<Integer> published() {
        return fixture.kms.publication().ofKey(ALICE, "key", Publication.Scope.CURRENT).versions().stream()
                .map(version -> version.name().version())
                .toList();
    }

    @Test
    void rotate_now_newVersionSignsAndOldVerifies() {
        Signed before = fixture.sign(ALICE, "key");
        RotationView view = rotations.rotate(ALICE, "key", RotateKey.now());

        assertThat(view.rotation().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(fixture.states(ALICE, "key")).containsExactly(KeyState.ACTIVE, KeyState.DEACTIVATED);
        Signed after = fixture.sign(ALICE, "key");
        assertThat(after.version().name().version()).isEqualTo(2);
        assertThat(after.version().kid()).isNotEqualTo(before.version().kid());
        KeySelection old = new KeySelection(
                Optional.empty(), Optional.empty(), Optional.of(first.kid()), Optional.empty(), Optional.empty());
        assertThat(fixture.kms
                        .signatures()
                        .verify(ALICE, old, InputType.RAW, "key".getBytes(StandardCharsets.UTF_8), before.signature())
                        .valid())
                .isTrue();
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> fixture.kms.signatures().sign(ALICE, old, InputType.RAW, new byte[1]))
                .withMessageContaining("DEACTIVATED")
                .withMessageContaining("replaced by rotation");
    }

    @Test
    void rotate_publishBefore_publishedThenSignsThenOldOverlaps() {
        RotationView begun = rotations.rotate(ALICE, "key", wish(Optional.empty(), DAY.multipliedBy(2)));

        assertThat(begun.rotation().phase()).isEqualTo(Phase.PUBLISHED);
        assertThat(published()).containsExactly(1, 2);
        assertThat(fixture.sign(ALICE, "key").version().id()).isEqualTo(first.id());

        fixture.clock.advance(DAY.multipliedBy(2).minusSeconds(1));
        assertThat(fixture.kms.dueWork().run()).isZero();
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(fixture.kms.dueWork().run()).isEqualTo(1);
        assertThat(fixture.sign(ALICE, "key").version().name().version()).isEqualTo(2);
        assertThat(published()).containsExactly(2, 1);

        fixture.clock.advance(DAY.multipliedBy(7).minusSeconds(1));
        assertThat(published()).containsExactly(2, 1);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(published()).containsExactly(2);
    }

    @Test
    void rotate_rotateAt_nothingHappensBeforeItIsToBePublished() {
        Instant at = fixture.clock.instant().plus(DAY.multipliedBy(10));
        RotationView view = rotations.rotate(ALICE, "key", wish(Optional.of(at), DAY));

        assertThat(view.rotation().phase()).isEqualTo(Phase.SCHEDULED);
        assertThat(published()).containsExactly(1);
        fixture.clock.advance(DAY.multipliedBy(9));
        fixture.kms.dueWork().run();
        assertThat(published()).containsExactly(1, 2);
        fixture.clock.advance(DAY);
        fixture.kms.dueWork().run();
        assertThat(fixture.sign(ALICE, "key").version().name().version()).isEqualTo(2);
    }

    /** Nobody looked for days: the version is published late, and so signs late. */
    @Test
    void rotate_checkedTooLate_stillPublishedLongEnough() {
        Instant at = fixture.clock.instant().plus(DAY.multipliedBy(10));
        rotations.rotate(ALICE, "key", wish(Optional.of(at), DAY));
        fixture.clock.advance(DAY.multipliedBy(12));

        fixture.kms.dueWork().run();
        assertThat(fixture.sign(ALICE, "key").version().id()).isEqualTo(first.id());
        fixture.clock.advance(DAY);
        fixture.kms.dueWork().run();
        assertThat(fixture.sign(ALICE, "key").version().name().version()).isEqualTo(2);
    }

    @Test
    void rotate_otherProvider_newVersionThereOldStays() {
        rotations.rotate(ALICE, "key", at(OTHER));

        assertThat(fixture.sign(ALICE, "key").version().provider().value()).isEqualTo(OTHER);
        assertThat(fixture.other.keys).hasSize(1);
        assertThat(fixture.provider.keys).hasSize(1);
        rotations.rotate(ALICE, "key", RotateKey.now());
        assertThat(fixture.other.keys)
                .as("stays where it is when nothing is said")
                .hasSize(2);
    }

    @Test
    void preview_changesNothing() {
        RotationView view = rotations.preview(ALICE, "key", at(OTHER));

        assertThat(view.rotation().plan().provider().value()).isEqualTo(OTHER);
        assertThat(view.newVersion()).isEmpty();
        assertThat(rotations.list(ALICE, "key")).isEmpty();
        assertThat(fixture.states(ALICE, "key")).containsExactly(KeyState.ACTIVE);
        assertThat(fixture.other.keys).isEmpty();
    }

    @Test
    void rotate_impossible_refusedAndNothingWritten() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "none", RotateKey.now()));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> rotations.rotate(BOB, "key", RotateKey.now()));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "key", at("nowhere")));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> rotations.rotate(
                        ALICE, "key", wish(Optional.of(fixture.clock.instant().minusSeconds(1)), DAY)))
                .withMessageContaining("rotateAt");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "key", wish(Optional.empty(), DAY.negated())))
                .withMessageContaining("publishBefore");
        assertThat(rotations.list(ALICE, "key")).isEmpty();
        assertThat(fixture.states(ALICE, "key")).containsExactly(KeyState.ACTIVE);
    }

    @Test
    void rotate_whileRotating_refused() {
        rotations.rotate(ALICE, "key", wish(Optional.empty(), DAY));

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "key", RotateKey.now()))
                .withMessageContaining("is being rotated already");
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> fixture.kms.keys().delete(ALICE, "key", Optional.empty()))
                .withMessageContaining("cancel the rotation");
    }

    @Test
    void cancel_published_newVersionGoneOldGoesOn() {
        RotationView begun = rotations.rotate(ALICE, "key", wish(Optional.empty(), DAY));
        rotations.cancel(ALICE, "key", begun.rotation().id());

        assertThat(rotations.get(ALICE, "key", begun.rotation().id()).rotation().phase())
                .isEqualTo(Phase.CANCELLED);
        assertThat(fixture.states(ALICE, "key")).containsExactly(KeyState.ACTIVE);
        assertThat(fixture.provider.keys).hasSize(1);
        fixture.clock.advance(DAY.multipliedBy(3));
        assertThat(fixture.kms.dueWork().run()).isZero();
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(
                        () -> rotations.cancel(ALICE, "key", begun.rotation().id()));
        assertThat(rotations.rotate(ALICE, "key", RotateKey.now()).rotation().phase())
                .isEqualTo(Phase.COMPLETED);
    }

    @Test
    void cancel_completedOrUnknownOrForeign_refused() {
        RotationView done = rotations.rotate(ALICE, "key", RotateKey.now());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> rotations.cancel(ALICE, "key", done.rotation().id()));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> rotations.cancel(ALICE, "key", UUID.randomUUID()));
        fixture.generate(ALICE, "another");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(
                        () -> rotations.get(ALICE, "another", done.rotation().id()));
        fixture.generate(BOB, "key");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> rotations.get(BOB, "key", done.rotation().id()));
        assertThat(rotations.find(BOB, done.rotation().id())).isEmpty();
    }

    @Test
    void activate_publishedVersion_beforeItsTime() {
        RotationView begun = rotations.rotate(ALICE, "key", wish(Optional.empty(), DAY));
        Kid next = begun.newVersion().orElseThrow().kid();
        fixture.kms.states().change(ALICE, next.value(), new Wish(KeyState.ACTIVE, Optional.empty(), Optional.empty()));

        assertThat(fixture.states(ALICE, "key")).containsExactly(KeyState.ACTIVE, KeyState.DEACTIVATED);
        assertThat(rotations.get(ALICE, "key", begun.rotation().id()).rotation().phase())
                .isEqualTo(Phase.COMPLETED);
    }

    @Test
    void dueStep_nextVersionCompromisedMeanwhile_failsAndOldGoesOn() {
        RotationView begun = rotations.rotate(ALICE, "key", wish(Optional.empty(), DAY));
        Kid next = begun.newVersion().orElseThrow().kid();
        fixture.kms
                .states()
                .change(ALICE, next.value(), new Wish(KeyState.COMPROMISED, Optional.empty(), Optional.empty()));
        fixture.clock.advance(DAY);
        fixture.kms.dueWork().run();

        RotationView failed = rotations.get(ALICE, "key", begun.rotation().id());
        assertThat(failed.rotation().phase()).isEqualTo(Phase.FAILED);
        assertThat(failed.rotation().progress().failure()).isPresent();
        assertThat(fixture.sign(ALICE, "key").version().id()).isEqualTo(first.id());
        assertThat(rotations.rotate(ALICE, "key", RotateKey.now()).rotation().phase())
                .isEqualTo(Phase.COMPLETED);
    }

    @Test
    void rotate_compromisedPrimary_newVersionSigns() {
        fixture.kms.states().change(ALICE, "key", new Wish(KeyState.COMPROMISED, Optional.empty(), Optional.empty()));
        assertThat(published()).isEmpty();
        rotations.rotate(ALICE, "key", RotateKey.now());

        assertThat(fixture.states(ALICE, "key")).containsExactly(KeyState.ACTIVE, KeyState.COMPROMISED);
        assertThat(published()).containsExactly(2);
    }

    @Test
    void rotate_providerAway_goesOnLaterUnderAnotherId() {
        fixture.provider.beforeGenerate = () -> {
            throw new UnavailableException("away", Duration.ofSeconds(1), new IllegalStateException());
        };
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "key", RotateKey.now()));
        assertThat(fixture.sign(ALICE, "key").version().id()).isEqualTo(first.id());

        fixture.provider.beforeGenerate = () -> {};
        assertThat(fixture.kms.dueWork().run())
                .as("somebody may be at it still")
                .isZero();
        fixture.clock.advance(RotationSteps.LEASE);
        assertThat(fixture.kms.dueWork().run()).isEqualTo(1);
        assertThat(fixture.states(ALICE, "key")).containsExactly(KeyState.ACTIVE, KeyState.DEACTIVATED);
        assertThat(fixture.provider.keys).hasSize(2);
    }

    @Test
    void rotate_external_registersTheSuccessor() {
        ProviderId fake = new ProviderId(KmsFixture.FAKE);
        fixture.provider.createNatively("alice", "native-1");
        fixture.provider.createNatively("alice", "native-2");
        fixture.kms.keys().register(ALICE, new RegisterKey(fake, new KeyAlias("native-1"), Optional.empty()));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "native-1", RotateKey.now()))
                .withMessageContaining("newAlias is missing");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "native-1", to("native-1")))
                .withMessageContaining("signs now");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "native-1", to("native-3")));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "key", to("native-2")))
                .withMessageContaining("newAlias");

        rotations.rotate(ALICE, "native-1", to("native-2"));
        assertThat(fixture.sign(ALICE, "native-1").version().kid().value()).isEqualTo("native-2");
        assertThat(fixture.provider.keys).as("nothing was made").hasSize(3);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> fixture.kms
                        .rotationPolicies()
                        .put(ALICE, "native-1", monthly(), Optional.empty(), Tag.Precondition.NONE));
        fixture.kms.keys().register(ALICE, new RegisterKey(fake, new KeyAlias("native-1"), Optional.empty()));
        fixture.kms.keys().delete(ALICE, "native-1", Optional.empty());
        fixture.kms.keys().delete(ALICE, "native-1", Optional.empty());
        assertThat(fixture.provider.keys).hasSize(3);
    }

    /** At its turn every signature would fail. */
    @Test
    void rotate_externalSuccessorForSomethingElse_refused() {
        ProviderId fake = new ProviderId(KmsFixture.FAKE);
        fixture.provider.createNatively("alice", "native-1");
        fixture.provider.createNatively("alice", "native-2");
        fixture.kms.keys().register(ALICE, new RegisterKey(fake, new KeyAlias("native-1"), Optional.empty()));

        fixture.provider.telling =
                key -> key.permitting(KeyUsage.of(key.spec(), Optional.of(KeyUse.ENC), Set.of()), Optional.empty());
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "native-1", to("native-2")))
                .withMessage(
                        "newAlias 'native-2' is a key for deriveKey, deriveBits; key 'native-1' is for sign, verify");
        fixture.provider.telling =
                key -> key.permitting(new KeyUsage(KeyUse.SIG, Set.of(KeyOperation.VERIFY)), Optional.empty());
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "native-1", to("native-2")))
                .withMessageContaining("newAlias");
        fixture.provider.telling = key -> key.permitting(
                KeyUsage.of(key.spec(), Optional.of(KeyUse.SIG), Set.of()), Optional.of(SignatureAlgorithm.ED25519));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> rotations.rotate(ALICE, "native-1", to("native-2")));

        fixture.provider.telling = key -> key.permitting(
                KeyUsage.of(key.spec(), Optional.of(KeyUse.SIG), Set.of()),
                Optional.of(SignatureAlgorithm.ECDSA_SHA256));
        rotations.rotate(ALICE, "native-1", to("native-2"));
        assertThat(fixture.sign(ALICE, "native-1").version().kid().value()).isEqualTo("native-2");
    }

    private static RotateKey to(String successor) {
        return new RotateKey(
                UUID.randomUUID(),
                Optional.empty(),
                Optional.of(new KeyAlias(successor)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Schedule monthly() {
        return new Schedule(DAY.multipliedBy(30), DAY.multipliedBy(2), DAY.multipliedBy(7));
    }

    @Test
    void policy_interval_rotatesAgainAndAgain() {
        fixture.kms.rotationPolicies().put(ALICE, "key", monthly(), Optional.empty(), Tag.Precondition.NONE);
        for (int day = 0; day < 95; day++) {
            fixture.clock.advance(DAY);
            fixture.kms.dueWork().run();
        }

        assertThat(rotations.list(ALICE, "key")).hasSize(3);
        assertThat(fixture.states(ALICE, "key"))
                .containsExactly(KeyState.ACTIVE, KeyState.DEACTIVATED, KeyState.DEACTIVATED, KeyState.DEACTIVATED);
        List<Instant> activations = fixture.kms.keys().versions(ALICE, "key").versions().reversed().stream()
                .map(version -> version.lifecycle().activated().orElseThrow())
                .toList();
        for (int i = 1; i < activations.size(); i++) {
            assertThat(Duration.between(activations.get(i - 1), activations.get(i)))
                    .isEqualTo(DAY.multipliedBy(30));
        }
    }

    @Test
    void policy_keyDeleted_policyGone() {
        fixture.kms.rotationPolicies().put(ALICE, "key", monthly(), Optional.empty(), Tag.Precondition.NONE);
        fixture.kms.keys().delete(ALICE, "key", Optional.empty());
        fixture.generate(ALICE, "key");

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> fixture.kms.rotationPolicies().get(ALICE, "key"));
    }

    @Test
    void policy_providerRefuses_triedAgainLaterAndOldGoesOn() {
        fixture.kms.rotationPolicies().put(ALICE, "key", monthly(), Optional.empty(), Tag.Precondition.NONE);
        fixture.provider.beforeGenerate = () -> {
            throw new ConflictException("quota");
        };
        fixture.clock.advance(DAY.multipliedBy(31));
        fixture.kms.dueWork().run();
        fixture.kms.dueWork().run();

        assertThat(rotations.list(ALICE, "key")).hasSize(1);
        assertThat(fixture.sign(ALICE, "key").version().id()).isEqualTo(first.id());
        fixture.provider.beforeGenerate = () -> {};
        fixture.clock.advance(Duration.ofMinutes(5));
        fixture.kms.dueWork().run();
        fixture.clock.advance(DAY.multipliedBy(2));
        fixture.kms.dueWork().run();
        assertThat(fixture.states(ALICE, "key")).containsExactly(KeyState.ACTIVE, KeyState.DEACTIVATED);
    }

    @Test
    void maxAge_halfOfPublishBefore_atMostAnHour() {
        assertThat(maxAge()).isEqualTo(Publication.DEFAULT_MAX_AGE);
        put(new Schedule(DAY, Duration.ofMinutes(10), Duration.ZERO));
        assertThat(maxAge()).isEqualTo(Duration.ofMinutes(5));
        put(monthly());
        assertThat(maxAge()).isEqualTo(Publication.LONGEST_MAX_AGE);
        put(new Schedule(DAY, Duration.ZERO, Duration.ZERO));
        assertThat(maxAge()).isZero();
    }

    private void put(Schedule schedule) {
        fixture.kms.rotationPolicies().put(ALICE, "key", schedule, Optional.empty(), Tag.Precondition.NONE);
    }

    private Duration maxAge() {
        return fixture.kms
                .publication()
                .ofKey(ALICE, "key", Publication.Scope.CURRENT)
                .maxAge();
    }
}
