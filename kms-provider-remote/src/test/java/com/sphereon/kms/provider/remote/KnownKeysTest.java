package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KnownKeysTest {
    private static final KeyHandle HANDLE = new KeyHandle(new TenantId("acme"), "key");
    private static final ProviderKey OLD = key(256);
    private static final ProviderKey NEW = key(512);

    private final AtomicLong nanos = new AtomicLong();
    private final KnownKeys keys = KnownKeys.with(RemoteSettingsTest.with("cache-ttl-in-seconds", "60"), nanos::get);

    private static ProviderKey key(int sizeBits) {
        return new ProviderKey("key", Optional.empty(), new KeySpec.Oct(sizeBits), Optional.empty());
    }

    @Test
    void get_askedBefore_remembersUntilTimeToLive() {
        assertThat(keys.get(HANDLE, () -> OLD)).isEqualTo(OLD);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(keys.get(HANDLE, () -> NEW)).isEqualTo(OLD);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(keys.get(HANDLE, () -> NEW)).isEqualTo(NEW);
    }

    @Test
    void get_otherTenant_asks() {
        keys.put(HANDLE, OLD);
        assertThat(keys.get(new KeyHandle(new TenantId("other"), "key"), () -> NEW))
                .isEqualTo(NEW);
    }

    @Test
    void get_failure_notRemembered() {
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> keys.get(HANDLE, () -> {
                    throw new UnavailableException("down", Duration.ofSeconds(1), new IllegalStateException());
                }));
        assertThat(keys.get(HANDLE, () -> OLD)).isEqualTo(OLD);
    }

    private ProviderKey owned(Runnable ownership) {
        return keys.get(HANDLE, () -> NEW, ownership);
    }

    private static void unasked() {
        throw new AssertionError("the backend is asked");
    }

    private static void foreign() {
        throw RemoteFailure.of(Kind.NOT_FOUND, "there is no such key");
    }

    @Test
    void get_ownership_askedAgainAfterSecondsThoughTheKeyIsRemembered() {
        AtomicInteger asked = new AtomicInteger();
        keys.put(HANDLE, OLD);
        nanos.addAndGet(KnownKeys.OWNERSHIP.toNanos() - 1);
        assertThat(owned(KnownKeysTest::unasked)).isEqualTo(OLD);

        nanos.incrementAndGet();
        assertThat(owned(asked::incrementAndGet)).isEqualTo(OLD);
        nanos.addAndGet(KnownKeys.OWNERSHIP.toNanos() - 1);
        assertThat(owned(KnownKeysTest::unasked)).isEqualTo(OLD);
        assertThat(asked).hasValue(1);
    }

    @Test
    void get_notTheTenantsAnyMore_refusedAgainAndAgain() {
        keys.put(HANDLE, OLD);
        nanos.addAndGet(KnownKeys.OWNERSHIP.toNanos());

        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> owned(KnownKeysTest::foreign));
        }
        assertThat(owned(() -> {})).isEqualTo(OLD);
    }

    /** Whose it was when it was asked; the answer may have been under way for long. */
    @Test
    void get_slowAnswer_timeCountsFromTheQuestion() {
        keys.put(HANDLE, OLD);
        nanos.addAndGet(KnownKeys.OWNERSHIP.toNanos());
        owned(() -> nanos.addAndGet(KnownKeys.OWNERSHIP.toNanos()));

        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> owned(KnownKeysTest::foreign));
    }

    @Test
    void get_ownershipAsked_theKeyItselfIsNotRememberedForLonger() {
        keys.put(HANDLE, OLD);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        owned(() -> {});
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(owned(KnownKeysTest::unasked)).isEqualTo(NEW);
    }

    @Test
    void forget_known_asksAgain() {
        keys.put(HANDLE, OLD);
        keys.forget(HANDLE);
        assertThat(keys.get(HANDLE, () -> NEW)).isEqualTo(NEW);
    }

    /** What the backend said before the key was deleted must not come back as what it says now. */
    @Test
    void forget_whileTheBackendAnswers_answerNotKept() {
        keys.get(HANDLE, () -> {
            keys.forget(HANDLE);
            return OLD;
        });
        assertThat(keys.get(HANDLE, () -> NEW)).isEqualTo(NEW);
    }

    @Test
    void get_noTimeToLive_alwaysAsks() {
        KnownKeys none = KnownKeys.with(RemoteSettingsTest.with("cache-ttl-in-seconds", "0"), nanos::get);
        none.put(HANDLE, OLD);
        assertThat(none.get(HANDLE, () -> NEW)).isEqualTo(NEW);
    }
}
