package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditReceipt;
import com.sphereon.kms.core.spi.Persistence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an audit log promises that several processes append to. It is opened twice. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
public abstract class SharedAuditLogContract {
    private static final int APPENDERS = 32;
    private static final int EACH = 20;
    private static final int TENANTS = 6;

    /** Opens the database; called twice for each test. */
    protected abstract Persistence open();

    @Test
    void append_hereAndThereAtOnce_oneLogWithoutHoles() {
        TenantId tenant = KeyReferences.freshTenant();
        try (Persistence here = open();
                Persistence there = open()) {
            Map<Long, AuditEvent> appended =
                    appended(List.of(here, there), List.of(tenant)).getOrDefault(tenant, Map.of());

            assertThat(appended).hasSize(APPENDERS * EACH);
            assertThat(AuditFixture.assertSound(here.auditLog(), tenant, appended))
                    .hasSize(APPENDERS * EACH);
            assertThat(there.auditLog().head(tenant)).isEqualTo(here.auditLog().head(tenant));
        }
    }

    /** Groups of the same tenants here and there; each of the logs is begun by one of the two. */
    @Test
    void append_ofSeveralTenantsHereAndThereAtOnce_nobodyFails() {
        List<TenantId> tenants =
                Stream.generate(KeyReferences::freshTenant).limit(TENANTS).toList();
        try (Persistence here = open();
                Persistence there = open()) {
            Map<TenantId, Map<Long, AuditEvent>> appended = appended(List.of(here, there), tenants);

            int events = 0;
            for (TenantId tenant : tenants) {
                Map<Long, AuditEvent> own = appended.getOrDefault(tenant, Map.of());
                assertThat(AuditFixture.assertSound(there.auditLog(), tenant, own))
                        .hasSize(own.size());
                events += own.size();
            }
            assertThat(events).isEqualTo(APPENDERS * EACH);
        }
    }

    private static Map<TenantId, Map<Long, AuditEvent>> appended(List<Persistence> opened, List<TenantId> tenants) {
        List<Map<AuditEvent, AuditReceipt>> receipts = Clients.together(APPENDERS, appender -> () -> {
            Map<AuditEvent, AuditReceipt> own = new HashMap<>();
            for (int i = 0; i < EACH; i++) {
                int number = appender * EACH + i;
                AuditEvent event = AuditEvents.signed(tenants.get(number % tenants.size()), number);
                own.put(
                        event,
                        AuditFixture.await(opened.get(appender % 2).auditLog().append(event)));
            }
            return own;
        });
        Map<TenantId, Map<Long, AuditEvent>> all = new HashMap<>();
        for (Map<AuditEvent, AuditReceipt> own : receipts) {
            own.forEach((event, receipt) -> assertThat(all.computeIfAbsent(event.tenant(), unused -> new HashMap<>())
                            .put(receipt.index(), event))
                    .as("two events at one place")
                    .isNull());
        }
        return all;
    }

    /** A key that was suspended elsewhere signs no more: the receipt says so without another question. */
    @Test
    void append_keySuspendedElsewhereBefore_receiptTells() {
        TenantId tenant = KeyReferences.freshTenant();
        try (Persistence here = open();
                Persistence there = open()) {
            KeyReference key = KeyReferences.of(tenant, "key").insertedInto(here.keyReferences());
            for (int round = 0; round < 20; round++) {
                assertThat(there.keyReferences().findByAlias(tenant, key.name().alias()))
                        .isPresent();
                AuditReceipt before = AuditFixture.await(there.auditLog().append(AuditEvents.signed(tenant, round)));
                assertThat(there.keyReferences().isCurrent(key, before.changes()))
                        .as("round %d", round)
                        .isTrue();
                KeyReference next = UpdateRules.with(key, round + 1, KeyState.SUSPENDED);
                here.keyReferences().update(next);
                AuditReceipt after = AuditFixture.await(there.auditLog().append(AuditEvents.signed(tenant, round)));
                assertThat(after.changes()).as("round %d", round).isGreaterThan(before.changes());
                assertThat(there.keyReferences().isCurrent(key, after.changes()))
                        .as("round %d", round)
                        .isFalse();
                key = next;
            }
        }
    }

    @Test
    void keep_elsewhere_foundAndNoLongerBehind() {
        TenantId tenant = KeyReferences.freshTenant();
        try (Persistence here = open();
                Persistence there = open()) {
            AuditFixture.append(here.auditLog(), AuditEvents.signed(tenant, 0, 2));
            assertThat(there.auditLog().tenantsBehind()).contains(tenant);
            StoredCheckpoint checkpoint =
                    new StoredCheckpoint(2, Sha256.of(), "note\n", new Kid("kid"), AuditEvents.BEGIN);
            there.auditLog().keep(tenant, checkpoint);

            assertThat(here.auditLog().latestCheckpoint(tenant)).contains(checkpoint);
            assertThat(here.auditLog().tenantsBehind()).doesNotContain(tenant);
        }
    }
}
