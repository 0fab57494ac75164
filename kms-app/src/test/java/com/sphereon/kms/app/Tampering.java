package com.sphereon.kms.app;

import java.util.List;
import java.util.function.Consumer;

/**
 * Something that can be done to a log of twelve events, of which a checkpoint covers eight.
 *
 * @param name names the tenant it is done to
 * @param change what is done
 * @param where what the alarm must say, as a regular expression: it may depend on how much was read before
 * @param found when
 */
record Tampering(String name, Consumer<LogTables> change, String where, Found found) {
    static final int SIGNED = 8;
    static final int SIZE = 12;

    /** When it is found. */
    enum Found {
        /** When it is read, and before anything is signed, also by a server that did not run when it was done. */
        BEFORE_SIGNING,
        /** When it is read; the hashes are what they were, so that what is signed is right. */
        WHEN_READ,
        /** By those who ran when it was done. */
        BY_WITNESSES
    }

    private static Tampering of(String name, String where, Consumer<LogTables> change) {
        return new Tampering(name, change, where, Found.BEFORE_SIGNING);
    }

    private Tampering found(Found when) {
        return new Tampering(name, change, where, when);
    }

    /** What is seen in every database. */
    static List<Tampering> all() {
        return List.of(
                of(
                                "changed-leaf",
                                "event 3 was changed",
                                log -> log.setLeaf(
                                        3, LogTables.forged(log.leaves().get(3))))
                        .found(Found.WHEN_READ),
                of("changed-leaf-and-hash", "event 4 does not follow event 3; one of the two was changed", log -> {
                    byte[] forged = LogTables.forged(log.leaves().get(3));
                    log.setLeaf(3, forged);
                    log.setHash(3, forged);
                }),
                of(
                        "changed-newest",
                        "head is not that of the 12 events|of the events 8 to 11 not all are those",
                        log -> {
                            byte[] forged = LogTables.forged(log.leaves().getLast());
                            log.setLeaf(SIZE - 1, forged);
                            log.setHash(SIZE - 1, forged);
                        }),
                of(
                                "changed-columns",
                                "event 3 of the audit log is found by other values than its leaf has",
                                log -> log.run(
                                        "update audit_event set alias = 'other' where tenant_id = TENANT and idx = 3"))
                        .found(Found.WHEN_READ),
                of(
                        "deleted",
                        "event 3 is missing",
                        log -> log.run("delete from audit_event where tenant_id = TENANT and idx = 3")),
                of("swapped", "event 3 does not follow event 2; one of the two was changed", log -> {
                    log.run("update audit_event set idx = 1000 where tenant_id = TENANT and idx = 3");
                    log.run("update audit_event set idx = 3 where tenant_id = TENANT and idx = 4");
                    log.run("update audit_event set idx = 4 where tenant_id = TENANT and idx = 1000");
                }),
                of(
                        "truncated",
                        "event 10 is missing",
                        log -> log.run("delete from audit_event where tenant_id = TENANT and idx >= 10")),
                of("truncated-with-head", "12 events were there, and now there are only 10", log -> {
                            log.run("delete from audit_event where tenant_id = TENANT and idx >= 10");
                            log.setHead(log.leaves());
                        })
                        .found(Found.BY_WITNESSES),
                of("emptied", "12 events were there, and now there are only 0", log -> {
                    log.run("delete from audit_event where tenant_id = TENANT");
                    log.run("delete from audit_log where tenant_id = TENANT");
                    log.run("delete from audit_checkpoint where tenant_id = TENANT");
                }),
                of("appended", "event 12 is there, and the head ends before it", Tampering::append)
                        .found(Found.WHEN_READ),
                of("appended-with-half-a-head", "is damaged", log -> {
                    append(log);
                    log.run("update audit_log set size = 13 where tenant_id = TENANT");
                }),
                of("rewritten", "of the events 0 to 7 not all are those that were there", log -> log.rewriteFrom(3)),
                of(
                        "checkpoint-root",
                        "the checkpoint of size 8 was changed",
                        log -> log.run("update audit_checkpoint set root = ? where tenant_id = TENANT", (Object)
                                MerkleProofs.sha256("other"))),
                of("checkpoint-note", "the checkpoint of size 8 was changed, its signature is not one of key", log -> {
                    String other = Json.base64(MerkleProofs.sha256("other"));
                    log.setNote(note -> note.replaceFirst("(?m)^[A-Za-z0-9+/]{43}=$", other));
                    log.run("update audit_checkpoint set root = ? where tenant_id = TENANT", (Object)
                            MerkleProofs.sha256("other"));
                }),
                of(
                        "checkpoint-signature",
                        "the checkpoint of size 8 was changed, its signature is not one of key",
                        log -> log.setNote(Tampering::withOtherSignature)),
                of(
                        "checkpoint-deleted",
                        "the checkpoint of size 8 is gone",
                        log -> log.run("delete from audit_checkpoint where tenant_id = TENANT")));
    }

    /** A consistent one, as a replica that shares the database might have appended it. */
    static Tampering appendedWithHead() {
        return of("appended-with-head", "there are 13 events, and nobody appended more than 12", log -> {
                    append(log);
                    log.setHead(log.leaves());
                })
                .found(Found.BY_WITNESSES);
    }

    private static String withOtherSignature(String note) {
        int begin = note.lastIndexOf(' ') + 1;
        byte[] signature = Json.bytes(note.substring(begin).strip());
        signature[signature.length / 2] ^= 1;
        return note.substring(0, begin) + Json.base64(signature) + "\n";
    }

    private static void append(LogTables log) {
        byte[] last = log.leaves().getLast();
        log.append(LogTables.linked(LogTables.forged(last), SIZE, last), SIZE);
    }
}
