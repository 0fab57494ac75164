package com.sphereon.kms.bench.parts;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.Frontier;
import com.sphereon.kms.core.audit.MerkleTree;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The event of a signature becomes a leaf of its log: canonical JSON, leaf hash, and the hashes above it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class MerkleAppendBenchmark {
    private static final long FULL_SIZE = (1 << 20) - 1;

    private final AuditEvent event = new AuditEvent(
            Instant.parse("2026-01-01T00:00:00.123456Z"),
            new TenantId("acme"),
            "issuer-service",
            AuditOperation.SIGN,
            new AuditTarget(
                    Optional.of(new KeyAlias("issuer:credential-signing")),
                    Optional.of(1),
                    Optional.of(new ProviderId("software-default")),
                    Optional.of(new Kid("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")),
                    Optional.of(SignatureAlgorithm.ECDSA_SHA256),
                    Optional.empty()),
            Optional.of(Sha256.of(new byte[1])),
            AuditOutcome.SUCCEEDED,
            Optional.empty());
    private final Frontier frontier = Frontier.empty();
    /** As many complete subtrees as a log of a million events can consist of. */
    private final Frontier full = Frontier.of(FULL_SIZE, new byte[Long.bitCount(FULL_SIZE) * Sha256.BYTES]);

    private Sha256 previous = MerkleTree.EMPTY_ROOT;

    /** The whole way of an event, without the database. */
    @Benchmark
    public Sha256 append() {
        AuditRecord appended = AuditRecord.of(event, frontier.size(), previous);
        previous = appended.leafHash();
        frontier.append(previous, (level, index, hash) -> {});
        return previous;
    }

    /** Signing the state of the log begins with this. */
    @Benchmark
    public Sha256 root() {
        return full.root();
    }
}
