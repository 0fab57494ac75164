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
        byte[] leaf = EventJson.write(event, index, Optional.of(previous));
        return new AuditRecord(index, leaf, MerkleTree.leafHash(leaf));
    }

    /** The event as a line of text: its leaf without what only the log needs. */
    public static String line(AuditEvent event, long index) {
        return new String(EventJson.write(event, index, Optional.empty()), StandardCharsets.US_ASCII);
    }

    /** Whether the hash is that of the leaf. */
    public boolean isIntact() {
        return MerkleTree.leafHash(leaf).equals(leafHash);
    }

    /** Whether the leaf names its index, and the leaf hash of the record before; {@link MerkleTree#EMPTY_ROOT} for the first. */
    public boolean follows(Sha256 previous) {
        LeafText text = text();
        return text.says("previous", Optional.of(previous.base64Url())) && text.says("index", index);
    }

    /** What the leaf says. */
    public LeafText text() {
        return new LeafText(new String(leaf, StandardCharsets.ISO_8859_1));
    }
}
