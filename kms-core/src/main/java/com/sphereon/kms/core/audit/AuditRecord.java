package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An event at its place in a log.
 *
 * @param index from 0, without holes
 * @param leaf the octets of the leaf: canonical JSON of the event (RFC 8785)
 * @param leafHash as it is stored; see {@link #isIntact()}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AuditRecord(long index, byte[] leaf, Sha256 leafHash) {

    /**
     * A new one.
     *
     * @param previous the leaf hash of the record before; {@link MerkleTree#EMPTY_ROOT} for the first
     */
    public static AuditRecord of(AuditEvent event, long index, Sha256 previous) {
        byte[] leaf = EventJson.write(event, index, Optional.of(previous)).getBytes(StandardCharsets.UTF_8);
        return new AuditRecord(index, leaf, MerkleTree.leafHash(leaf));
    }

    /** The event as a line of text: its leaf without what only the log needs. */
    public static String line(AuditEvent event, long index) {
        return EventJson.write(event, index, Optional.empty());
    }

    /** Whether the hash is that of the leaf. */
    public boolean isIntact() {
        return MerkleTree.leafHash(leaf).equals(leafHash);
    }
}
