package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What every {@link com.sphereon.kms.core.spi.AuditLog} promises. The rules are grouped in the interfaces this class implements.
 */
public abstract class AuditLogContract extends OpenDatabase
        implements AuditAppendRules, AuditReadRules, AuditCheckpointRules {

    /** {@inheritDoc} */
    @Override
    public int tenants() {
        return 20;
    }

    /** What was handed over before is written, and who waits for it learns that. */
    @Test
    void close_whileEventsWait_allAreInTheLogAndAcknowledged() {
        List<AuditEvent> events = AuditEvents.signed(tenant(), 0, 1500);
        List<CompletableFuture<AuditReceipt>> receipts =
                events.stream().map(event -> log().append(event)).toList();
        persistence().close();

        assertThat(receipts)
                .as("%d handed over", receipts.size())
                .allSatisfy(receipt -> assertThat(receipt).isCompleted());
        if (survivesClosing()) {
            openDatabase();
            assertThat(AuditFixture.assertSound(log(), tenant(), Map.of(0L, events.getFirst())))
                    .hasSize(1500);
        }
    }

    @Test
    void append_afterReopening_goesOnWhereItEnded() {
        if (survivesClosing()) {
            AuditFixture.append(log(), AuditEvents.signed(tenant(), 0, 5));
            persistence().close();
            openDatabase();
            AuditEvent next = AuditEvents.signed(tenant(), 5);
            AuditReceipt receipt = AuditFixture.await(log().append(next));
            assertThat(receipt.index()).isEqualTo(5);
            assertThat(AuditFixture.assertSound(log(), tenant(), Map.of(5L, next)))
                    .hasSize(6);
        }
    }
}
