package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What another process changed is not signed with, although this one remembers the key as it was. */
class RevokedKeyTest {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
    private static final KeyAlias ALIAS = new KeyAlias("key");

    private final KmsFixture fixture = new KmsFixture();
    private KeyReference before;

    @BeforeEach
    void makeKey() {
        before = fixture.generate(ALICE, "key");
    }

    private Signed sign() {
        return fixture.kms.signatures().sign(ALICE, KeySelection.of(ALIAS), InputType.RAW, MESSAGE);
    }

    private void remember(KeyReference version) {
        fixture.database.remembered.put(ALIAS, new Key(List.of(version)));
    }

    /** As another process does: behind the back of this one. */
    private void change(KeyState state) {
        fixture.database.real.keyReferences().update(in(state, before));
    }

    private static KeyReference in(KeyState state, KeyReference version) {
        Change change = new Change(Instant.parse("2030-01-01T00:00:01Z"), "elsewhere");
        Lifecycle before = version.lifecycle();
        return version.with(new Lifecycle(
                state,
                change,
                Optional.of("because"),
                before.activated(),
                before.deactivated(),
                before.compromised(),
                before.destroyed(),
                before.destroyAt(),
                before.publishedUntil()));
    }

    @ParameterizedTest
    @EnumSource(value = KeyState.class, mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void sign_withdrawnElsewhereSinceItWasRead_refused(KeyState state) {
        remember(before);
        change(state);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(this::sign)
                .withMessageContaining(state.name())
                .withMessageEndingWith(": because");
    }

    /** The change comes while the provider is signing already. */
    @Test
    void sign_withdrawnWhileSigning_refused() {
        fixture.database.beforeIsCurrent = () -> {
            fixture.database.beforeIsCurrent = () -> {};
            change(KeyState.COMPROMISED);
        };

        assertThatExceptionOfType(ConflictException.class).isThrownBy(this::sign);
    }

    @Test
    void sign_deletedElsewhereSinceItWasRead_notFound() {
        remember(before);
        var store = fixture.database.real.keyReferences();
        KeyReference deleting = before.deleting(before.created());
        store.update(deleting);
        store.update(deleting.deleted(before.created()));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(this::sign)
                .withMessageContaining("no key found");
    }

    @Test
    void sign_replacedElsewhereSinceItWasRead_signsWithTheKeyOfThatName() {
        fixture.kms.keys().delete(ALICE, "key", Optional.empty());
        KeyReference now = fixture.generate(ALICE, "key");
        remember(before);

        assertThat(sign().version()).isEqualTo(now);
    }

    @Test
    void sign_resumedElsewhereSinceItWasRead_refusedUntilItIsRead() {
        remember(in(KeyState.SUSPENDED, before));

        assertThatExceptionOfType(ConflictException.class).isThrownBy(this::sign);
        fixture.database.remembered.clear();
        assertThat(sign().version()).isEqualTo(before);
    }

    /** Whether the key was revoked cannot be known, so nothing leaves. */
    @Test
    void sign_databaseCannotTell_refused() {
        fixture.database.beforeIsCurrent = () -> {
            throw new UnavailableException("lost", Duration.ofSeconds(1), new IllegalStateException());
        };

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::sign);
    }

    @Test
    void sign_changedByOthersAllTheTime_givesUp() {
        fixture.database.beforeIsCurrent = () -> {
            KeyReference stored = fixture.database.real.keyReferences().findByAlias(ALICE.tenant(), ALIAS).stream()
                    .flatMap(key -> key.versions().stream())
                    .findFirst()
                    .orElseThrow();
            fixture.database.real.keyReferences().update(in(KeyState.ACTIVE, stored));
        };

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(this::sign)
                .withMessageContaining("changed by others");
    }
}
