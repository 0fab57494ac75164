package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static com.sphereon.kms.core.service.KmsFixture.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.service.FaultyPersistence.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeysTest {
    private final KmsFixture fixture = new KmsFixture();
    private final Keys keys = fixture.kms.keys();

    @Test
    void generate_named_isFoundByAliasAndThumbprint() {
        KeyReference key = fixture.generate(ALICE, "a");
        PublicKeyMaterial publicKey = key.existing().publicKey().orElseThrow();
        assertThat(key.kid()).isEqualTo(publicKey.thumbprint());
        assertThat(keys.get(ALICE, "a", Optional.empty())).isEqualTo(key);
        assertThat(keys.get(ALICE, key.kid().value(), Optional.empty())).isEqualTo(key);
        assertThat(keys.list(ALICE, Optional.empty())).containsExactly(key);
    }

    @Test
    void generate_withoutAlias_isNamedByItsKid() {
        KeyReference key =
                keys.generate(ALICE, new GenerateKey(Optional.empty(), Optional.empty(), KmsFixture.p256(Set.of())));
        assertThat(key.name().alias().value()).isEqualTo(key.kid().value());
        assertThat(keys.get(ALICE, key.kid().value(), Optional.empty())).isEqualTo(key);
    }

    @Test
    void generate_takenAlias_isRefusedAndNothingIsMade() {
        fixture.generate(ALICE, "a");
        assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).isInstanceOf(ConflictException.class);
        assertThat(fixture.provider.keys).hasSize(1);
    }

    @Test
    void generate_unknownProviderOrKind_isRefusedBeforeAnyCall() {
        fixture.provider.beforeGenerate = () -> {
            throw new AssertionError("called");
        };
        KeyParameters p256 = KmsFixture.p256(Set.of());
        assertThatThrownBy(() -> keys.generate(
                        ALICE, new GenerateKey(Optional.of(new ProviderId("nope")), Optional.empty(), p256)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nope")
                .hasMessageContaining(KmsFixture.FAKE);
        KeySpec rsa = new KeySpec.Rsa(2048);
        KeyParameters rsaParameters =
                KeyParameters.of(rsa, KeyUsage.of(rsa, Optional.empty(), Set.of()), Optional.empty());
        assertThatThrownBy(
                        () -> keys.generate(ALICE, new GenerateKey(Optional.empty(), Optional.empty(), rsaParameters)))
                .isInstanceOf(UnsupportedException.class);
    }

    @Test
    void otherTenant_sameNames_seesNothingAndMayUseThem() {
        KeyReference key = fixture.generate(ALICE, "a");
        for (String name : List.of("a", key.kid().value())) {
            assertThatThrownBy(() -> keys.get(BOB, name, Optional.empty()))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage("Key not found: " + name);
            assertThatThrownBy(() -> keys.delete(BOB, name, Optional.empty())).isInstanceOf(NotFoundException.class);
        }
        assertThat(keys.list(BOB, Optional.empty())).isEmpty();
        assertThat(fixture.generate(BOB, "a").kid()).isNotEqualTo(key.kid());
        assertThat(keys.get(ALICE, "a", Optional.empty())).isEqualTo(key);
    }

    @Test
    void delete_live_removesKeyAndFreesTheName() {
        KeyReference key = fixture.generate(ALICE, "a");
        keys.delete(ALICE, key.kid().value(), Optional.empty());
        assertThat(fixture.provider.keys).isEmpty();
        assertThatThrownBy(() -> keys.get(ALICE, "a", Optional.empty())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> keys.delete(ALICE, "a", Optional.empty())).isInstanceOf(NotFoundException.class);
        assertThat(fixture.generate(ALICE, "a").id()).isNotEqualTo(key.id());
    }

    @Test
    void delete_providerFails_keyNoLongerServesAndDeletionCanBeRepeated() {
        fixture.generate(ALICE, "a");
        fixture.provider.beforeDelete = () -> {
            throw new UnavailableException("down", Duration.ofSeconds(1), new IllegalStateException());
        };
        assertThatThrownBy(() -> keys.delete(ALICE, "a", Optional.empty())).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> keys.get(ALICE, "a", Optional.empty())).isInstanceOf(NotFoundException.class);
        fixture.provider.beforeDelete = () -> {};
        keys.delete(ALICE, "a", Optional.empty());
        assertThat(fixture.provider.keys).isEmpty();
        assertThat(fixture.kms.recovery().finishAll()).isZero();
    }

    @Test
    void generate_providerFailsBeforeOrAfterMakingTheKey_nothingIsLeft() {
        Runnable failure = () -> {
            throw new IllegalStateException("backend broke");
        };
        fixture.provider.beforeGenerate = failure;
        assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).hasMessage("backend broke");
        fixture.provider.beforeGenerate = () -> {};
        fixture.provider.afterGenerate = failure;
        assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).hasMessage("backend broke");
        fixture.provider.afterGenerate = () -> {};
        assertThat(fixture.provider.keys).isEmpty();
        assertThat(fixture.generate(ALICE, "a").isLive()).isTrue();
    }

    private static UnavailableException down() {
        return new UnavailableException("down", Duration.ofSeconds(1), new IllegalStateException());
    }

    /** Such as by an open circuit breaker: whoever comes back as told must not find the name taken. */
    @Test
    void generate_nothingWasBegun_nameIsFreeAtOnceAndTheProviderLeftAlone() {
        fixture.provider.beforeGenerate = () -> {
            throw down().nothingBegun();
        };
        fixture.provider.beforeDiscard = () -> {
            throw new AssertionError("asked");
        };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).isInstanceOf(UnavailableException.class);
        }
        assertThat(fixture.kms.recovery().finishAll()).isZero();

        fixture.provider.beforeGenerate = () -> {};
        assertThat(fixture.generate(ALICE, "a").isLive()).isTrue();
    }

    @Test
    void generate_perhapsBegun_nameStaysTakenUntilRecovery() {
        fixture.provider.afterGenerate = () -> {
            throw down();
        };
        assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).isInstanceOf(UnavailableException.class);
        fixture.provider.afterGenerate = () -> {};

        assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).isInstanceOf(ConflictException.class);
        assertThat(fixture.kms.recovery().finishAll()).isOne();
        assertThat(fixture.generate(ALICE, "a").isLive()).isTrue();
        assertThat(fixture.provider.keys).hasSize(1);
    }

    @Test
    void generate_undoFailsToo_recoveryFinishes() {
        Runnable failure = () -> {
            throw new IllegalStateException("backend broke");
        };
        fixture.provider.afterGenerate = failure;
        fixture.provider.beforeDiscard = failure;
        assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).hasMessage("backend broke");
        assertThat(fixture.provider.keys).hasSize(1);
        fixture.provider.afterGenerate = () -> {};
        fixture.provider.beforeDiscard = () -> {};
        assertThat(fixture.kms.recovery().finishAll()).isOne();
        assertThat(fixture.provider.keys).isEmpty();
        assertThat(fixture.generate(ALICE, "a").isLive()).isTrue();
    }

    /** As a backend that does not show yet what was made: the note stays, and is followed up again and again. */
    @Test
    void generate_undoCannotTellYet_recoveryComesBack() {
        fixture.provider.afterGenerate = () -> {
            throw new ProviderFailedException("unreadable", new IllegalStateException());
        };
        fixture.provider.beforeDiscard = () -> {
            throw down();
        };
        assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).isInstanceOf(ProviderFailedException.class);
        fixture.provider.afterGenerate = () -> {};
        assertThat(fixture.kms.recovery().finishAll()).isZero();
        fixture.clock.advance(Recovery.INTERRUPTED_AFTER.plusSeconds(1));
        assertThat(fixture.kms.recovery().finishInterrupted()).isZero();
        assertThat(fixture.provider.keys).hasSize(1);

        fixture.provider.beforeDiscard = () -> {};
        assertThat(fixture.kms.recovery().finishInterrupted()).isOne();
        assertThat(fixture.provider.keys).isEmpty();
        assertThat(fixture.generate(ALICE, "a").isLive()).isTrue();
    }

    @Test
    void generate_connectionLostBeforeTheLastWrite_recoveryTakesTheKeyBack() {
        fixture.database.next = Fault.BEFORE_UPDATE;
        assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> keys.get(ALICE, "a", Optional.empty())).isInstanceOf(NotFoundException.class);
        assertThat(fixture.kms.recovery().finishAll()).isOne();
        assertThat(fixture.provider.keys).isEmpty();
    }

    @Test
    void generate_connectionLostAfterTheLastWrite_keyAndReferenceBothStay() {
        fixture.database.next = Fault.AFTER_UPDATE;
        assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).isInstanceOf(UnavailableException.class);
        assertThat(fixture.kms.recovery().finishAll()).isZero();
        assertThat(keys.get(ALICE, "a", Optional.empty()).isLive()).isTrue();
        assertThat(fixture.provider.keys).hasSize(1);
    }

    @Test
    void recovery_whatIsRecent_isLeftAloneWhereOthersMayBeAtIt() {
        fixture.database.next = Fault.BEFORE_UPDATE;
        assertThatThrownBy(() -> keys.generate(ALICE, named("a"))).isInstanceOf(UnavailableException.class);
        assertThat(fixture.kms.recovery().finishInterrupted()).isZero();
        assertThat(fixture.provider.keys).hasSize(1);
    }

    @Test
    void delete_byKidAfterAnInterruption_isRepeated() {
        KeyReference key = fixture.generate(ALICE, "a");
        fixture.provider.beforeDelete = () -> {
            throw new UnavailableException("down", Duration.ofSeconds(1), new IllegalStateException());
        };
        String kid = key.kid().value();
        assertThatThrownBy(() -> keys.delete(ALICE, kid, Optional.empty())).isInstanceOf(UnavailableException.class);
        fixture.provider.beforeDelete = () -> {};
        keys.delete(ALICE, kid, Optional.empty());
        assertThat(fixture.provider.keys).isEmpty();
    }

    @Test
    void delete_providerRefuses_keyGoesOnServing() {
        KeyReference key = fixture.generate(ALICE, "a");
        fixture.provider.beforeDelete = () -> {
            throw new ConflictException("held by a policy");
        };
        assertThatThrownBy(() -> keys.delete(ALICE, "a", Optional.empty())).hasMessage("held by a policy");
        assertThat(keys.get(ALICE, "a", Optional.empty()).id()).isEqualTo(key.id());
        assertThat(fixture.provider.keys).hasSize(1);
    }

    @Test
    void recovery_keyThatWentLiveMeanwhile_isLeftAlone() {
        KeyReference key = fixture.generate(ALICE, "a");
        KeyReference asReservedBefore =
                KeyReference.creating(key.id(), key.name(), key.provider(), key.parameters(), key.created());
        KeyDeletion late =
                new KeyDeletion(fixture.database, fixture.kms.providers(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        assertThat(late.delete(ALICE, asReservedBefore)).isFalse();
        assertThat(fixture.provider.keys).hasSize(1);
        assertThat(keys.get(ALICE, "a", Optional.empty())).isEqualTo(key);
    }

    @Test
    void get_otherProviderNamed_isNotFound() {
        fixture.generate(ALICE, "a");
        assertThat(keys.get(ALICE, "a", Optional.of(new ProviderId(KmsFixture.FAKE)))
                        .isLive())
                .isTrue();
        assertThatThrownBy(() -> keys.get(ALICE, "a", Optional.of(new ProviderId("other"))))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("other");
    }
}
