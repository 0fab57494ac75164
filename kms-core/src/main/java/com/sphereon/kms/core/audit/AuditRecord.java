package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    /** Whether the leaf names its index, and the leaf hash of the record before; {@link MerkleTree#EMPTY_ROOT} for the first. */
    public boolean follows(Sha256 previous) {
        return says("previous", Optional.of(previous.base64Url())) && text().contains("\"index\":" + index + ",");
    }

    /** Whether the leaf names that moment as when the event happened. */
    public boolean happenedAt(Instant at) {
        return says("time", Optional.of(EventJson.time(at)));
    }

    /**
     * Whether the leaf has a member with that text; without a text, whether it has no such member.
     *
     * @param text visible ASCII
     */
    public boolean says(String member, Optional<String> text) {
        String name = "\"" + member + "\":";
        // A quote within a text has a backslash before it, so what is found is never part of one.
        return text.map(value -> text().contains(name + quoted(value))).orElseGet(() -> !text().contains(name));
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private String text() {
        return new String(leaf, StandardCharsets.ISO_8859_1);
    }
}
