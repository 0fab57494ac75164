package com.sphereon.kms.wire;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.service.AuditLogs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between the audit log and its schemas. */
public final class AuditMapping {
    private AuditMapping() {}

    /**
     * Which events are wanted.
     *
     * @param parameter the value of a query parameter, by its name
     * @throws InvalidRequestException when one is not of its form
     */
    public static EventFilter toFilter(Function<String, Optional<String>> parameter) {
        return new EventFilter(
                Moments.readIfPresent("from", parameter.apply("from").orElse(null)),
                Moments.readIfPresent("to", parameter.apply("to").orElse(null)),
                parameter.apply("alias").map(KeyAlias::new),
                parameter.apply("kid").map(Kid::new),
                parameter
                        .apply("operation")
                        .map(text -> AuditOperation.of(text)
                                .orElseThrow(() -> Members.notAllowed("operation", text, AuditOperation.names()))),
                parameter
                        .apply("outcome")
                        .map(text -> AuditOutcome.Kind.of(text)
                                .orElseThrow(() -> Members.notAllowed("outcome", text, AuditOutcome.Kind.names()))));
    }

    /** @param reader turns the octets of a leaf into its members; nothing when they are no JSON */
    public static AuditEventInfo toWire(AuditRecord stored, Function<byte[], @Nullable Map<String, Object>> reader) {
        return new AuditEventInfo(
                stored.index(),
                stored.leafHash().base64(),
                Base64Text.encode(stored.leaf()),
                reader.apply(stored.leaf()));
    }

    /** A checkpoint. */
    public static AuditCheckpointInfo toWire(StoredCheckpoint checkpoint) {
        return new AuditCheckpointInfo(
                checkpoint.size(),
                checkpoint.root().base64(),
                checkpoint.kid().value(),
                checkpoint.at().toString(),
                checkpoint.note());
    }

    /** How far a log is. */
    public static AuditStatus toWire(AuditLogs.Status status) {
        return new AuditStatus(
                status.origin(),
                status.head().map(TreeHead::size).orElse(null),
                status.head().map(head -> head.root().base64()).orElse(null),
                status.checkpoint().map(AuditMapping::toWire).orElse(null),
                status.alarm().orElse(null));
    }

    /** That an event is in the log. */
    public static AuditInclusionProof toWire(AuditLogs.Inclusion proof) {
        return new AuditInclusionProof(
                proof.leaf().index(),
                proof.tree().size(),
                proof.leaf().leafHash().base64(),
                proof.tree().root().base64(),
                texts(proof.hashes()));
    }

    /** That the log only grew. */
    public static AuditConsistencyProof toWire(AuditLogs.Consistency proof) {
        return new AuditConsistencyProof(
                proof.from().size(),
                proof.to().size(),
                proof.from().root().base64(),
                proof.to().root().base64(),
                texts(proof.hashes()));
    }

    private static List<String> texts(List<Sha256> hashes) {
        return hashes.stream().map(Sha256::base64).toList();
    }
}
