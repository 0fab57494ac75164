package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.MerkleTree;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is done with audit logs in tests, and what must always be true of one. */
public final class AuditFixture {
    private static final int PAGE = 1000;
    private static final int MAX_SECONDS = 60;

    private AuditFixture() {}

    /** Appends all before waiting for any. */
    public static List<AuditReceipt> append(AuditLog log, List<AuditEvent> events) {
        List<CompletableFuture<AuditReceipt>> receipts =
                events.stream().map(log::append).toList();
        return receipts.stream().map(AuditFixture::await).toList();
    }

    /** @throws KmsException with which the future was completed */
    public static AuditReceipt await(CompletableFuture<AuditReceipt> receipt) {
        try {
            return receipt.get(MAX_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KmsException failure) {
                throw failure;
            }
            throw new AssertionError("append failed with what is no failure of ours", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("append neither worked nor failed within %d s".formatted(MAX_SECONDS), e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** All records, page by page. */
    public static List<AuditRecord> all(AuditLog log, TenantId tenant) {
        List<AuditRecord> all = new ArrayList<>();
        List<AuditRecord> page;
        do {
            page = log.read(tenant, all.size(), Long.MAX_VALUE, EventFilter.ALL, PAGE);
            all.addAll(page);
        } while (!page.isEmpty());
        return all;
    }

    /**
     * That the log has no holes, each leaf names the one before, head and stored hashes are those of its leaves, and each of
     * these events is where its receipt says. Returns the records.
     */
    public static List<AuditRecord> assertSound(AuditLog log, TenantId tenant, Map<Long, AuditEvent> acknowledged) {
        List<AuditRecord> all = all(log, tenant);
        Sha256 previous = MerkleTree.EMPTY_ROOT;
        for (int i = 0; i < all.size(); i++) {
            AuditRecord record = all.get(i);
            String place = "record %d of %d".formatted(i, all.size());
            assertThat(record.index()).as(place).isEqualTo(i);
            assertThat(record.isIntact()).as(place).isTrue();
            AuditEvent event = acknowledged.get((long) i);
            if (event != null) {
                assertThat(record.leaf())
                        .as(place)
                        .isEqualTo(AuditRecord.of(event, i, previous).leaf());
            }
            previous = record.leafHash();
        }
        assertThat(acknowledged.keySet())
                .as("%d acknowledged, %d stored", acknowledged.size(), all.size())
                .allSatisfy(index -> assertThat(index).isLessThan(all.size()));
        assertHashes(log, tenant, all);
        return all;
    }

    private static void assertHashes(AuditLog log, TenantId tenant, List<AuditRecord> all) {
        List<byte[]> leaves = all.stream().map(AuditRecord::leaf).toList();
        assertThat(log.head(tenant))
                .as("%d records", all.size())
                .isEqualTo(new TreeHead(all.size(), Sha256.fromBytes(IndependentTree.root(leaves))));
        for (int level = 0; level <= 2 * AuditLog.TILE_HEIGHT; level += AuditLog.TILE_HEIGHT) {
            assertHashes(log, tenant, leaves, level);
        }
    }

    private static void assertHashes(AuditLog log, TenantId tenant, List<byte[]> leaves, int level) {
        int width = 1 << level;
        int complete = leaves.size() / width;
        for (int first = 0; first <= complete; first += AuditLog.TILE_WIDTH) {
            List<Sha256> expected = new ArrayList<>();
            for (int i = first; i < Math.min(complete, first + AuditLog.TILE_WIDTH); i++) {
                expected.add(Sha256.fromBytes(IndependentTree.root(leaves.subList(i * width, (i + 1) * width))));
            }
            assertThat(log.hashes(tenant, level, first, AuditLog.TILE_WIDTH))
                    .as("hashes of level %d from %d on, of %d", level, first, complete)
                    .isEqualTo(expected);
        }
    }
}
