package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.spi.AuditLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Checkpoints are kept as they were handed out, one of each size. */
interface AuditCheckpointRules extends StoreFixture {

    default AuditLog logs() {
        return persistence().auditLog();
    }

    /** One that says something of its own, so that it can be told from others of its size. */
    private static StoredCheckpoint checkpoint(long size, String text) {
        return new StoredCheckpoint(
                size,
                Sha256.of(text.getBytes(StandardCharsets.UTF_8)),
                "origin/%s\n%d\n\n\u2014 signature\n".formatted(text, size),
                new Kid("kid-" + text),
                AuditEvents.at((int) size));
    }

    @Test
    default void latestCheckpoint_none_empty() {
        assertThat(logs().latestCheckpoint(tenant())).isEmpty();
        assertThat(logs().checkpoints(tenant(), 0, 10)).isEmpty();
        assertThat(logs().tenantsBehind()).doesNotContain(tenant());
    }

    @Test
    default void keep_severalSizes_foundInTheirOrder() {
        AuditFixture.append(logs(), AuditEvents.signed(tenant(), 0, 12));
        StoredCheckpoint later = checkpoint(11, "later");
        StoredCheckpoint first = checkpoint(3, "first");
        StoredCheckpoint longest = new StoredCheckpoint(
                9, first.root(), "\u2014".repeat(StoredCheckpoint.MAX_NOTE_CHARS), first.kid(), first.at());
        logs().keep(tenant(), later);
        logs().keep(tenant(), first);
        logs().keep(tenant(), longest);
        logs().keep(stranger(), checkpoint(12, "theirs"));

        assertThat(logs().latestCheckpoint(tenant())).contains(later);
        assertThat(logs().checkpoints(tenant(), 0, 10)).containsExactly(first, longest, later);
        assertThat(logs().checkpoints(tenant(), 4, 10)).containsExactly(longest, later);
        assertThat(logs().checkpoints(tenant(), 3, 1)).containsExactly(first);
        assertThat(logs().checkpoints(tenant(), 12, 10)).isEmpty();
    }

    @Test
    default void keep_sameSizeAgain_firstStays() {
        StoredCheckpoint first = checkpoint(3, "first");
        logs().keep(tenant(), first);
        logs().keep(tenant(), checkpoint(3, "second"));

        assertThat(logs().checkpoints(tenant(), 0, 10)).containsExactly(first);
    }

    @Test
    default void keep_sameSizeByManyAtOnce_oneIsKept() {
        List<StoredCheckpoint> wishes =
                IntStream.range(0, 40).mapToObj(i -> checkpoint(3, "wish-" + i)).toList();
        List<Boolean> done = Clients.together(40, i -> () -> {
            logs().keep(tenant(), wishes.get(i));
            return true;
        });

        assertThat(done).hasSize(40);
        assertThat(logs().checkpoints(tenant(), 0, 10)).hasSize(1).isSubsetOf(Set.copyOf(wishes));
    }

    @Test
    default void tenants_oneWithEventsAndOneWithout_thoseWithALog() {
        AuditFixture.append(logs(), AuditEvents.signed(tenant(), 0, 3));
        assertThat(logs().tenants())
                .contains(tenant())
                .doesNotContain(stranger())
                .doesNotHaveDuplicates();

        AuditFixture.append(logs(), AuditEvents.signed(stranger(), 0, 1));
        logs().keep(tenant(), checkpoint(3, "all"));
        assertThat(logs().tenants()).contains(tenant(), stranger()).doesNotHaveDuplicates();
    }

    @Test
    default void tenantsBehind_eventsAndCheckpoints_thoseWithMoreEvents() {
        AuditFixture.append(logs(), AuditEvents.signed(tenant(), 0, 3));
        AuditFixture.append(logs(), AuditEvents.signed(stranger(), 0, 2));
        assertThat(logs().tenantsBehind()).contains(tenant(), stranger());

        logs().keep(tenant(), checkpoint(2, "some"));
        assertThat(logs().tenantsBehind()).contains(tenant(), stranger());

        logs().keep(tenant(), checkpoint(3, "all"));
        logs().keep(tenant(), checkpoint(1, "late"));
        assertThat(logs().tenantsBehind()).contains(stranger()).doesNotContain(tenant());

        AuditFixture.append(logs(), AuditEvents.signed(tenant(), 3, 4));
        assertThat(logs().tenantsBehind()).contains(tenant());
    }
}
