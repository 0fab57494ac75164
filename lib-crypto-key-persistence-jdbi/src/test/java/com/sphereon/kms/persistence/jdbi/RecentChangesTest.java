package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentChangesTest {
    private static final TenantId TENANT = new TenantId("acme");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong stored = new AtomicLong(7);
    private final AtomicInteger asked = new AtomicInteger();
    private final RecentChanges changes = new RecentChanges(
            tenant -> {
                asked.incrementAndGet();
                return stored.get();
            },
            nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void recent_withinTheTime_asksOnce() {
        changes.recent(TENANT);
        stored.set(8);
        pass(RecentChanges.MAX_AGE.minusNanos(1));

        assertThat(changes.recent(TENANT)).isEqualTo(7);
        assertThat(asked).hasValue(1);
    }

    @Test
    void recent_afterTheTime_asksAgain() {
        changes.recent(TENANT);
        stored.set(8);
        pass(RecentChanges.MAX_AGE);

        assertThat(changes.recent(TENANT)).isEqualTo(8);
    }

    @Test
    void recent_otherTenant_asks() {
        changes.recent(TENANT);

        changes.recent(new TenantId("other"));

        assertThat(asked).hasValue(2);
    }

    @Test
    void recent_counterRanBackwards_followsIt() {
        changes.recent(TENANT);
        stored.set(3);
        pass(RecentChanges.MAX_AGE);

        assertThat(changes.recent(TENANT)).isEqualTo(3);
    }

    @Test
    void now_always_asks() {
        changes.recent(TENANT);
        stored.set(8);

        assertThat(changes.now(TENANT)).isEqualTo(8);
        assertThat(changes.recent(TENANT)).isEqualTo(8);
        assertThat(asked).hasValue(2);
    }

    @Test
    void recent_afterForget_asks() {
        changes.recent(TENANT);
        stored.set(8);
        changes.forget(TENANT);

        assertThat(changes.recent(TENANT)).isEqualTo(8);
    }

    /** A question that was asked before a write is answered after it, with what was stored before. */
    @Test
    void recent_slowAnswerOvertakenByForget_asks() {
        AtomicLong answers = new AtomicLong(7);
        RecentChanges[] slow = new RecentChanges[1];
        slow[0] = new RecentChanges(
                tenant -> {
                    if (answers.get() == 7) {
                        answers.set(8);
                        pass(Duration.ofMillis(1));
                        slow[0].forget(TENANT);
                        return 7;
                    }
                    return answers.get();
                },
                nanos::get);
        slow[0].now(TENANT);

        assertThat(slow[0].recent(TENANT)).isEqualTo(8);
    }

    @Test
    void recent_databaseFails_failsAndRemembersNothing() {
        RecentChanges failing = new RecentChanges(
                tenant -> {
                    if (asked.incrementAndGet() < 3) {
                        throw new UnavailableException("down", Duration.ofSeconds(1), new IllegalStateException());
                    }
                    return 9;
                },
                nanos::get);

        assertThatThrownBy(() -> failing.recent(TENANT)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> failing.now(TENANT)).isInstanceOf(UnavailableException.class);
        assertThat(failing.recent(TENANT)).isEqualTo(9);
    }
}
