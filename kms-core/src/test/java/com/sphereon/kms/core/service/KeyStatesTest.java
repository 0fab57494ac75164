package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.service.KeyStates.Wish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyStatesTest {
    private static final byte[] MESSAGE = "key".getBytes(StandardCharsets.UTF_8);

    private final KmsFixture fixture = new KmsFixture();
    private final KeyStates states = fixture.kms.states();
    private KeyReference key;

    @BeforeEach
    void makeKey() {
        key = fixture.generate(ALICE, "key");
    }

    private KeyReference change(KeyState state) {
        return states.change(ALICE, "key", new Wish(state, Optional.of("ticket 7"), Optional.empty()));
    }

    private Verified verify(Signed signed) {
        return fixture.kms
                .signatures()
                .verify(ALICE, KeySelection.of(new KeyAlias("key")), InputType.RAW, MESSAGE, signed.signature());
    }

    @ParameterizedTest
    @EnumSource(names = {"SUSPENDED", "DEACTIVATED", "COMPROMISED", "DESTROYED"})
    void change_anyOther_signsNoMoreSaysWhyAndVerifies(KeyState state) {
        Signed before = fixture.sign(ALICE, "key");
        KeyReference after = change(state);

        assertThat(after.lifecycle().since()).isEqualTo(new Change(fixture.clock.instant(), ALICE.subject()));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> fixture.sign(ALICE, "key"))
                .withMessageContaining(after.state().name())
                .withMessageContaining("ticket 7");
        Verified verified = verify(before);
        assertThat(verified.valid()).isTrue();
        assertThat(verified.version().orElseThrow().lifecycle().isCompromised())
                .isEqualTo(state == KeyState.COMPROMISED);
    }

    @Test
    void change_sameState_changesNothing() {
        KeyReference suspended = change(KeyState.SUSPENDED);
        fixture.clock.advance(Duration.ofMinutes(1));

        assertThat(change(KeyState.SUSPENDED)).isEqualTo(suspended);
        assertThat(change(KeyState.ACTIVE).state()).isEqualTo(KeyState.ACTIVE);
        assertThat(fixture.sign(ALICE, "key").version().id()).isEqualTo(key.id());
    }

    @Test
    void change_impossible_refused() {
        change(KeyState.DEACTIVATED);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> change(KeyState.ACTIVE))
                .withMessageContaining("DEACTIVATED")
                .withMessageContaining("COMPROMISED, DESTROYED");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() ->
                        states.change(BOB, "key", new Wish(KeyState.SUSPENDED, Optional.empty(), Optional.empty())));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Wish(KeyState.PRE_ACTIVE, Optional.empty(), Optional.empty()));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Wish(KeyState.ACTIVE, Optional.empty(), Optional.of(Duration.ofDays(7))));
    }

    @Test
    void resume_versionThatWasReplacedWhileItWaitedForDestruction_refused() {
        change(KeyState.SUSPENDED);
        states.change(ALICE, "key", new Wish(KeyState.DESTROYED, Optional.empty(), Optional.empty()));
        fixture.kms.rotations().rotate(ALICE, "key", RotateKey.now());
        states.cancelDestruction(ALICE, key.kid().value(), Optional.empty());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> states.change(
                        ALICE, key.kid().value(), new Wish(KeyState.ACTIVE, Optional.empty(), Optional.empty())))
                .withMessageContaining("DEACTIVATED");
    }

    @Test
    void destroy_windowPasses_materialGoneRecordAndPublicKeyStay() {
        Signed before = fixture.sign(ALICE, "key");
        change(KeyState.DESTROYED);
        fixture.clock.advance(DestructionWindow.MIN.minusSeconds(1));
        assertThat(fixture.kms.dueWork().run()).isZero();
        assertThat(fixture.provider.keys).hasSize(1);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(fixture.kms.dueWork().run()).isEqualTo(1);

        assertThat(fixture.provider.keys).isEmpty();
        KeyReference destroyed = fixture.kms.keys().get(ALICE, "key", Optional.empty());
        assertThat(destroyed.state()).isEqualTo(KeyState.DESTROYED);
        assertThat(destroyed.lifecycle().destroyAt()).isEmpty();
        assertThat(destroyed.lifecycle().destroyed()).contains(fixture.clock.instant());
        assertThat(destroyed.existing().publicKey()).isPresent();
        assertThat(verify(before).valid()).isTrue();
        assertThat(fixture.kms.dueWork().run()).isZero();
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> states.cancelDestruction(ALICE, "key", Optional.empty()));
    }

    @Test
    void destroy_cancelled_suspendedAndResumable() {
        change(KeyState.DESTROYED);
        states.cancelDestruction(ALICE, "key", Optional.of("by mistake"));
        fixture.clock.advance(DestructionWindow.MAX);
        fixture.kms.dueWork().run();

        assertThat(fixture.provider.keys).hasSize(1);
        change(KeyState.ACTIVE);
        assertThat(fixture.sign(ALICE, "key").version().id()).isEqualTo(key.id());
    }

    @Test
    void destroy_window_sevenToThirtyDays() {
        for (Duration window : new Duration[] {
            Duration.ofDays(7).minusSeconds(1), Duration.ofDays(30).plusSeconds(1)
        }) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> states.change(
                            ALICE, "key", new Wish(KeyState.DESTROYED, Optional.empty(), Optional.of(window))))
                    .withMessageContaining("P7D to P30D");
        }
        KeyReference planned = states.change(
                ALICE, "key", new Wish(KeyState.DESTROYED, Optional.empty(), Optional.of(Duration.ofDays(30))));
        assertThat(planned.lifecycle().destroyAt())
                .contains(fixture.clock.instant().plus(Duration.ofDays(30)));
    }

    @Test
    void destroy_providerAway_triedAgainUntilGone() {
        change(KeyState.DESTROYED);
        fixture.clock.advance(DestructionWindow.MIN);
        fixture.provider.beforeDelete = () -> {
            throw new UnavailableException("away", Duration.ofSeconds(1), new IllegalStateException());
        };
        assertThat(fixture.kms.dueWork().run()).isZero();
        assertThat(fixture.kms.dueWork().run()).isZero();
        assertThat(fixture.provider.keys).hasSize(1);
        fixture.provider.beforeDelete = () -> {};
        fixture.clock.advance(RotationSteps.LEASE);

        assertThat(fixture.kms.dueWork().run()).isEqualTo(1);
        assertThat(fixture.provider.keys).isEmpty();
    }

    @Test
    void destroy_dutyKeyOrExternal_refused() {
        fixture.sign(ALICE, "issuer:credential-signing");
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> states.change(
                        ALICE,
                        "issuer:credential-signing",
                        new Wish(KeyState.DESTROYED, Optional.empty(), Optional.empty())))
                .withMessageContaining("duty");
        fixture.provider.createNatively("alice", "native-1");
        fixture.kms
                .keys()
                .register(
                        ALICE,
                        new RegisterKey(new ProviderId(KmsFixture.FAKE), new KeyAlias("native-1"), Optional.empty()));
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> states.change(
                        ALICE, "native-1", new Wish(KeyState.DESTROYED, Optional.empty(), Optional.empty())));
    }
}
