package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.EncryptionFixture.AES;
import static com.sphereon.kms.core.service.EncryptionFixture.P256;
import static com.sphereon.kms.core.service.EncryptionFixture.PLAINTEXT;
import static com.sphereon.kms.core.service.EncryptionFixture.named;
import static com.sphereon.kms.core.service.EncryptionFixture.octets;
import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnavailableException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the state of a key allows, also when another process changed it a moment ago. */
class EncryptionStatesTest {
    private static final Set<KeyState> OPENING =
            EnumSet.complementOf(EnumSet.of(KeyState.PRE_ACTIVE, KeyState.DESTROYED));

    private final EncryptionFixture fixture = new EncryptionFixture();
    private KeyReference key;
    private KeyReference pair;
    private SealedText sealed;
    private byte[] wrapped;

    @BeforeEach
    void makeKeys() {
        key = fixture.generate(ALICE, "key", AES);
        pair = fixture.generate(ALICE, "pair", P256);
        sealed = fixture.encrypt(ALICE, named("key")).result();
        wrapped = fixture.wrap(ALICE, named("key")).result();
    }

    private void assertConflict(KeyState state, String verb, ThrowingCallable call) {
        assertThatExceptionOfType(ConflictException.class)
                .as("%s while %s", verb, state)
                .isThrownBy(call)
                .withMessageContaining("is %s since", state)
                .withMessageEndingWith("and does not %s: because", verb);
    }

    @ParameterizedTest
    @EnumSource(KeyState.class)
    void encryptAndWrap_eachState_onlyWhileActive(KeyState state) {
        fixture.change(key, state);
        if (state == KeyState.ACTIVE) {
            fixture.encrypt(ALICE, named(key));
            fixture.wrap(ALICE, named(key));
        } else {
            assertConflict(state, "encrypt", () -> fixture.encrypt(ALICE, named(key)));
            assertConflict(state, "wrap", () -> fixture.wrap(ALICE, named(key)));
        }
    }

    @ParameterizedTest
    @EnumSource(KeyState.class)
    void decryptUnwrapAndAgree_eachState_asLongAsThereIsMaterialThatWasInUse(KeyState state) {
        fixture.change(key, state);
        fixture.change(pair, state);
        if (OPENING.contains(state)) {
            assertThat(octets(fixture.decrypt(ALICE, named(key), sealed).result()))
                    .isEqualTo(PLAINTEXT);
            assertThat(octets(fixture.unwrap(ALICE, named(key), wrapped).result()))
                    .isEqualTo(PLAINTEXT);
            assertThat(fixture.agree(ALICE, named(pair), named(pair)).version().state())
                    .isEqualTo(state);
        } else {
            assertConflict(state, "decrypt", () -> fixture.decrypt(ALICE, named(key), sealed));
            assertConflict(state, "unwrap", () -> fixture.unwrap(ALICE, named(key), wrapped));
            assertConflict(state, "agree", () -> fixture.agree(ALICE, named(pair), named(pair)));
        }
    }

    private void rememberBoth() {
        fixture.database.remembered.put(new KeyAlias("key"), new Key(List.of(key)));
        fixture.database.remembered.put(new KeyAlias("pair"), new Key(List.of(pair)));
    }

    /** This process remembers the keys as they were. */
    @Test
    void use_destroyedElsewhereSinceItWasRead_refused() {
        fixture.change(key, KeyState.DESTROYED);
        fixture.change(pair, KeyState.DESTROYED);

        List<ThrowingCallable> uses = List.of(
                () -> fixture.encrypt(ALICE, named("key")),
                () -> fixture.decrypt(ALICE, named("key"), sealed),
                () -> fixture.wrap(ALICE, named("key")),
                () -> fixture.unwrap(ALICE, named("key"), wrapped),
                () -> fixture.agree(ALICE, named("pair"), named("pair")));
        for (ThrowingCallable use : uses) {
            rememberBoth();
            int calls = fixture.provider.calls;
            assertThatExceptionOfType(ConflictException.class).isThrownBy(use).withMessageContaining("DESTROYED");
            assertThat(fixture.provider.calls).as("used what it remembered").isGreaterThan(calls);
        }
        assertThat(fixture.provider.handedOut).allSatisfy(EncryptionStatesTest::assertWiped);
    }

    private static void assertWiped(SecretBytes secret) {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> octets(secret));
    }

    @Test
    void encrypt_withdrawnWhileTheProviderIsAtIt_refused() {
        fixture.provider.before = () -> {
            fixture.provider.before = () -> {};
            fixture.change(key, KeyState.SUSPENDED);
        };

        assertConflict(KeyState.SUSPENDED, "encrypt", () -> fixture.encrypt(ALICE, named("key")));
    }

    @Test
    void decrypt_suspendedWhileTheProviderIsAtIt_doneOnceMoreAndTheFirstResultWiped() {
        fixture.provider.before = () -> {
            fixture.provider.before = () -> {};
            fixture.change(key, KeyState.SUSPENDED);
        };

        KeyResult<SecretBytes> opened = fixture.decrypt(ALICE, named("key"), sealed);

        assertThat(octets(opened.result())).isEqualTo(PLAINTEXT);
        assertThat(opened.version().state()).isEqualTo(KeyState.SUSPENDED);
        assertThat(fixture.provider.handedOut).hasSize(2);
        assertWiped(fixture.provider.handedOut.getFirst());
    }

    @Test
    void use_changedByOthersAllTheTime_givesUp() {
        fixture.provider.before = () -> fixture.change(key, KeyState.ACTIVE);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> fixture.decrypt(ALICE, named("key"), sealed))
                .withMessageContaining("all the time");
        assertThat(fixture.provider.handedOut).hasSize(10).allSatisfy(EncryptionStatesTest::assertWiped);
    }

    @Test
    void decrypt_databaseCannotTellWhetherItMay_refusedAndWiped() {
        fixture.database.beforeIsCurrent = () -> {
            throw new UnavailableException("lost", Duration.ofSeconds(1), new IllegalStateException());
        };

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> fixture.decrypt(ALICE, named("key"), sealed));
        assertThat(fixture.provider.handedOut).hasSize(1).allSatisfy(EncryptionStatesTest::assertWiped);
    }

    @Test
    void use_recordCannotBeWritten_nothingHandedOut() {
        fixture.database.log.lost = event -> event.outcome().equals(AuditOutcome.SUCCEEDED);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> fixture.encrypt(ALICE, named("key")));
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> fixture.decrypt(ALICE, named("key"), sealed));
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> fixture.agree(ALICE, named("pair"), named("pair")));
        assertThat(fixture.provider.handedOut).hasSize(2).allSatisfy(EncryptionStatesTest::assertWiped);
    }
}
