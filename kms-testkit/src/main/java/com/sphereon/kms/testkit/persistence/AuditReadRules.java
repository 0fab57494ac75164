package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.spi.AuditLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Readers get what they asked for, all of it, in the order of the log. */
interface AuditReadRules extends StoreFixture {
    EventFilter ALL = EventFilter.ALL;

    default AuditLog auditLog() {
        return persistence().auditLog();
    }

    /** Six events that differ in everything one can ask for. */
    default void fill() {
        AuditTarget other = AuditEvents.target("Key", "KID");
        AuditTarget key = AuditEvents.target("key", "kid");
        List<AuditEvent> events = List.of(
                AuditEvents.event(tenant(), 0, AuditOperation.SIGN, key, AuditOutcome.SUCCEEDED),
                AuditEvents.event(tenant(), 1, AuditOperation.VERIFY, key, AuditOutcome.SUCCEEDED),
                AuditEvents.event(tenant(), 2, AuditOperation.SIGN, other, AuditOutcome.refused(ErrorCode.NOT_FOUND)),
                AuditEvents.event(tenant(), 3, AuditOperation.SIGN, AuditTarget.NONE, AuditOutcome.unexpected()),
                AuditEvents.event(tenant(), 4, AuditOperation.VERIFY, other, AuditOutcome.STARTED),
                AuditEvents.event(
                        tenant(), 5, AuditOperation.SIGN, AuditEvents.target("key", "KID"), AuditOutcome.SUCCEEDED));
        AuditFixture.append(auditLog(), events);
        AuditFixture.append(auditLog(), AuditEvents.signed(stranger(), 0, 6));
    }

    private static EventFilter during(Instant from, Instant to) {
        return new EventFilter(
                Optional.of(from),
                Optional.of(to),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static EventFilter of(String alias, String kid, String operation, String outcome) {
        return new EventFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(alias).filter(text -> !text.isEmpty()).map(KeyAlias::new),
                Optional.of(kid).filter(text -> !text.isEmpty()).map(Kid::new),
                AuditOperation.of(operation),
                AuditOutcome.Kind.of(outcome));
    }

    private void assertFound(EventFilter filter, long... indexes) {
        assertThat(auditLog().read(tenant(), 0, Long.MAX_VALUE, filter, 100))
                .as(filter.toString())
                .extracting(AuditRecord::index)
                .containsExactlyElementsOf(LongStream.of(indexes).boxed().toList());
    }

    @Test
    default void read_byWhatIsInTheEvent_thoseThatHaveIt() {
        fill();
        assertFound(of("", "", "", ""), 0, 1, 2, 3, 4, 5);
        assertFound(of("key", "", "", ""), 0, 1, 5);
        assertFound(of("Key", "", "", ""), 2, 4);
        assertFound(of("KEY", "", "", ""));
        assertFound(of("", "kid", "", ""), 0, 1);
        assertFound(of("", "KID", "", ""), 2, 4, 5);
        assertFound(of("", "Kid", "", ""));
        assertFound(of("", "", "key.sign", ""), 0, 2, 3, 5);
        assertFound(of("", "", "key.delete", ""));
        assertFound(of("", "", "", "succeeded"), 0, 1, 5);
        assertFound(of("", "", "", "failed"), 3);
        assertFound(of("key", "KID", "key.sign", "succeeded"), 5);
        assertFound(of("key", "KID", "key.verify", ""));
    }

    @Test
    default void read_byTime_fromThenOnAndBefore() {
        fill();
        assertFound(during(AuditEvents.at(1), AuditEvents.at(4)), 1, 2, 3);
        assertFound(during(AuditEvents.at(1).plusNanos(1), AuditEvents.at(4).plusNanos(1)), 2, 3, 4);
        assertFound(during(AuditEvents.at(1).minusNanos(1), AuditEvents.at(4).minusNanos(1)), 1, 2, 3);
        assertFound(during(AuditEvents.at(3), AuditEvents.at(3)));
        assertFound(during(AuditEvents.at(5), AuditEvents.at(1)));
        assertFound(during(Instant.MIN, Instant.MAX), 0, 1, 2, 3, 4, 5);
        assertFound(during(Instant.MAX, Instant.MIN));
    }

    @Test
    default void read_rangeAndLimit_noMoreThanThat() {
        AuditFixture.append(auditLog(), AuditEvents.signed(tenant(), 0, 20));

        assertThat(auditLog().read(tenant(), 5, 9, ALL, 100))
                .extracting(AuditRecord::index)
                .containsExactly(5L, 6L, 7L, 8L);
        assertThat(auditLog().read(tenant(), 5, 9, ALL, 2))
                .extracting(AuditRecord::index)
                .containsExactly(5L, 6L);
        assertThat(auditLog().read(tenant(), 18, 40, ALL, 100))
                .extracting(AuditRecord::index)
                .containsExactly(18L, 19L);
        assertThat(auditLog().read(tenant(), 20, 40, ALL, 100)).isEmpty();
        assertThat(auditLog().read(tenant(), 9, 5, ALL, 100)).isEmpty();
    }

    @Test
    default void hashes_partOfATile_thoseThatAreThere() {
        List<AuditEvent> events = AuditEvents.signed(tenant(), 0, 300);
        AuditFixture.append(auditLog(), events);
        AuditFixture.assertSound(auditLog(), tenant(), Map.of());

        assertThat(auditLog().hashes(tenant(), 0, 3, 5))
                .isEqualTo(auditLog().hashes(tenant(), 0, 0, 256).subList(3, 8));
        assertThat(auditLog().hashes(tenant(), 0, 298, 256)).hasSize(2);
        assertThat(auditLog().hashes(tenant(), 0, 300, 1)).isEmpty();
        assertThat(auditLog().hashes(tenant(), 8, 0, 256)).hasSize(1);
        assertThat(auditLog().hashes(tenant(), 8, 1, 256)).isEmpty();
        assertThat(auditLog().hashes(stranger(), 8, 0, 256)).isEmpty();
    }

    /** Wherever reading begins after skipping, it finds what reading all of it finds, in four tiles of which one is not full. */
    @Test
    default void skip_anyTime_missesNothing() {
        AuditFixture.append(auditLog(), AuditEvents.signed(tenant(), 0, 900));
        for (int from : new int[] {-1, 0, 1, 255, 256, 511, 512, 767, 768, 899, 900, 5000}) {
            for (int length : new int[] {0, 1, 300}) {
                EventFilter filter = during(AuditEvents.at(from), AuditEvents.at(from + length));
                for (long begin : new long[] {0, 1, 256, 500, 899, 900, 2000}) {
                    long first = auditLog().skip(tenant(), begin, filter);
                    assertThat(first).isGreaterThanOrEqualTo(begin);
                    assertThat(auditLog().read(tenant(), first, Long.MAX_VALUE, filter, 5))
                            .as("%s from %d on, skipped to %d", filter, begin, first)
                            .extracting(AuditRecord::index)
                            .isEqualTo(auditLog().read(tenant(), begin, Long.MAX_VALUE, filter, 5).stream()
                                    .map(AuditRecord::index)
                                    .toList());
                }
            }
        }
        assertThat(auditLog().skip(tenant(), 7, ALL)).isEqualTo(7);
    }
}
