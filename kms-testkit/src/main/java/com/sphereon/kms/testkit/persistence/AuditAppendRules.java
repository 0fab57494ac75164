package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An event that was acknowledged is in its tenant's log, at its place, and the tree has it. */
interface AuditAppendRules extends StoreFixture {
    /** Who append at the same time. */
    int APPENDERS = 64;

    /** Tenants who append at the same time; each must be set up first, which takes time on a server. */
    int tenants();

    default AuditLog log() {
        return persistence().auditLog();
    }

    @Test
    default void head_nothingAppended_empty() {
        assertThat(log().head(tenant())).isEqualTo(TreeHead.EMPTY);
        assertThat(AuditFixture.all(log(), tenant())).isEmpty();
        assertThat(log().hashes(tenant(), 0, 0, AuditLog.TILE_WIDTH)).isEmpty();
        assertThat(log().hashes(tenant(), AuditLog.TILE_HEIGHT, 0, 1)).isEmpty();
    }

    @Test
    default void append_oneAfterTheOther_numberedInOrder() {
        Map<Long, AuditEvent> appended = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            AuditEvent event = AuditEvents.signed(tenant(), i);
            AuditReceipt receipt = AuditFixture.await(log().append(event));
            assertThat(receipt.index()).isEqualTo(i);
            appended.put(receipt.index(), event);
            assertThat(log().head(tenant()).size()).isEqualTo(i + 1);
        }
        assertThat(AuditFixture.assertSound(log(), tenant(), appended)).hasSize(10);
    }

    /** More than fit into one transaction. */
    @Test
    default void append_manyByOne_inTheOrderTheyWereHandedOver() {
        List<AuditEvent> events = AuditEvents.signed(tenant(), 0, 1300);
        List<AuditReceipt> receipts = AuditFixture.append(log(), events);

        Map<Long, AuditEvent> appended = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            assertThat(receipts.get(i).index()).isEqualTo(i);
            appended.put((long) i, events.get(i));
        }
        assertThat(AuditFixture.assertSound(log(), tenant(), appended)).hasSize(1300);
    }

    @Test
    default void append_byManyAtOnce_noHolesAndEachWhereItsReceiptSays() {
        Map<Long, AuditEvent> appended = appendedByMany(List.of(tenant()), 30).getOrDefault(tenant(), Map.of());

        assertThat(appended).hasSize(APPENDERS * 30);
        assertThat(AuditFixture.assertSound(log(), tenant(), appended)).hasSize(APPENDERS * 30);
    }

    @Test
    default void append_ofManyTenantsAtOnce_eachHasALogOfItsOwn() {
        List<TenantId> tenants =
                Stream.generate(KeyReferences::freshTenant).limit(tenants()).toList();
        int each = 2 + 2 * tenants() / APPENDERS;
        Map<TenantId, Map<Long, AuditEvent>> appended = appendedByMany(tenants, each);

        int events = 0;
        for (TenantId tenant : tenants) {
            Map<Long, AuditEvent> own = appended.getOrDefault(tenant, Map.of());
            assertThat(AuditFixture.assertSound(log(), tenant, own)).hasSize(own.size());
            events += own.size();
        }
        assertThat(events).isEqualTo(APPENDERS * each);
    }

    /** By place, and checked to be one each. Of several tenants, each appender takes one after the other. */
    private Map<TenantId, Map<Long, AuditEvent>> appendedByMany(List<TenantId> tenants, int each) {
        List<Map<AuditEvent, AuditReceipt>> appended = Clients.together(APPENDERS, appender -> () -> {
            Map<AuditEvent, AuditReceipt> own = new HashMap<>();
            for (int i = 0; i < each; i++) {
                int number = appender * each + i;
                AuditEvent event = AuditEvents.signed(tenants.get(number % tenants.size()), number);
                own.put(event, AuditFixture.await(log().append(event)));
            }
            return own;
        });
        Map<TenantId, Map<Long, AuditEvent>> all = new HashMap<>();
        for (Map<AuditEvent, AuditReceipt> own : appended) {
            own.forEach((event, receipt) -> assertThat(all.computeIfAbsent(event.tenant(), unused -> new HashMap<>())
                            .put(receipt.index(), event))
                    .as("two events at one place")
                    .isNull());
        }
        return all;
    }

    @Test
    default void append_everyKindOfEvent_kept() {
        List<AuditEvent> events = new ArrayList<>();
        for (AuditOperation operation : AuditOperation.values()) {
            for (AuditOutcome outcome : List.of(
                    AuditOutcome.STARTED,
                    AuditOutcome.SUCCEEDED,
                    AuditOutcome.unexpected(),
                    AuditOutcome.refused(ErrorCode.NOT_FOUND))) {
                events.add(AuditEvents.event(tenant(), events.size(), operation, AuditTarget.NONE, outcome));
            }
        }
        events.add(AuditEvents.event(
                tenant(),
                events.size(),
                AuditOperation.SIGN,
                AuditEvents.target("a".repeat(512), "\"\\~!".repeat(128)),
                AuditOutcome.STARTED));
        List<AuditReceipt> receipts = AuditFixture.append(log(), events);

        Map<Long, AuditEvent> appended = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            appended.put(receipts.get(i).index(), events.get(i));
        }
        assertThat(AuditFixture.assertSound(log(), tenant(), appended)).hasSize(events.size());
    }

    @Test
    default void append_eventOfStranger_notInOurs() {
        AuditFixture.append(log(), AuditEvents.signed(stranger(), 0, 3));
        AuditFixture.append(log(), AuditEvents.signed(tenant(), 7, 9));

        List<AuditRecord> ours = AuditFixture.assertSound(log(), tenant(), Map.of());
        List<AuditRecord> theirs = AuditFixture.assertSound(log(), stranger(), Map.of());
        assertThat(ours).hasSize(2);
        assertThat(theirs).hasSize(3);
        assertThat(ours.getFirst().leafHash()).isNotEqualTo(theirs.getFirst().leafHash());
        assertThat(log().read(tenant(), 2, 3, EventFilter.ALL, 10)).isEmpty();
    }

    /** What the receipt says is enough to know whether a key is as it was. */
    @Test
    default void append_afterKeyWasChanged_receiptTellsThatItIsNotCurrent() {
        KeyReference before = KeyReferences.of(tenant(), "key").insertedInto(store());
        KeyReference other = KeyReferences.of(tenant(), "other").insertedInto(store());
        assertThat(versions(tenant(), "key")).containsExactly(before);
        AuditReceipt first = AuditFixture.await(log().append(AuditEvents.signed(tenant(), 0)));
        assertThat(store().isCurrent(before, first.changes())).isTrue();

        KeyReference suspended = UpdateRules.with(before, 1, KeyState.SUSPENDED);
        store().update(suspended);

        AuditReceipt second = AuditFixture.await(log().append(AuditEvents.signed(tenant(), 1)));
        assertThat(store().isCurrent(before, second.changes())).isFalse();
        assertThat(store().isCurrent(suspended, second.changes())).isTrue();
        assertThat(store().isCurrent(other, second.changes())).isTrue();
        assertThat(versions(tenant(), "key")).containsExactly(suspended);
        assertThat(store().isCurrent(suspended, second.changes())).isTrue();
        assertThat(store().isCurrent(before, second.changes())).isFalse();
    }
}
