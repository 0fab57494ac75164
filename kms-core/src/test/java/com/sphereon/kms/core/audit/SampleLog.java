package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.CorrelationId;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A log with checkpoints, as a KMS would have written it. */
final class SampleLog {
    static final String ORIGIN = "kms.example.com/alice";
    static final Ed25519Key KEY = new Ed25519Key(1);
    static final Ed25519Key NEXT_KEY = new Ed25519Key(2);

    private final String origin;
    private final List<byte[]> leaves = new ArrayList<>();
    private final NavigableMap<Integer, String> checkpoints = new TreeMap<>();

    SampleLog(String origin) {
        this.origin = origin;
    }

    /** With as many events before each checkpoint, the second half signed after the key was rotated. */
    static SampleLog of(int... eventsBeforeCheckpoints) {
        SampleLog log = new SampleLog(ORIGIN);
        for (int i = 0; i < eventsBeforeCheckpoints.length; i++) {
            log.append(eventsBeforeCheckpoints[i], "key-");
            log.sign(i < eventsBeforeCheckpoints.length / 2 ? KEY : NEXT_KEY);
        }
        return log;
    }

    /** Both versions of the key. */
    static List<TrustedKey> keys() {
        return List.of(TrustedKey.of(KEY.material()), TrustedKey.of(NEXT_KEY.material()));
    }

    SampleLog append(int count, String alias) {
        for (int i = 0; i < count; i++) {
            leaves.add(leaf(alias + leaves.size()));
        }
        return this;
    }

    private byte[] leaf(String alias) {
        Sha256 previous = leaves.isEmpty() ? MerkleTree.EMPTY_ROOT : MerkleTree.leafHash(leaves.getLast());
        return AuditRecord.of(event(alias), leaves.size(), previous).leaf();
    }

    private AuditEvent event(String alias) {
        return new AuditEvent(
                Instant.parse("2030-01-01T00:00:00Z").plusSeconds(leaves.size()),
                new TenantId(origin.substring(origin.lastIndexOf('/') + 1)),
                "auth0|\"quoted\"",
                AuditOperation.SIGN,
                AuditTarget.of(new KeyAlias(alias)).with(SignatureAlgorithm.ED25519),
                Optional.of(Sha256.of(alias.getBytes(StandardCharsets.UTF_8))),
                AuditOutcome.SUCCEEDED,
                Optional.of(new CorrelationId("trace-" + leaves.size())));
    }

    SampleLog sign(Ed25519Key key) {
        checkpoints.put(leaves.size(), key.note(new Checkpoint(origin, leaves.size(), root())));
        return this;
    }

    Sha256 root() {
        return Sha256.fromBytes(Rfc6962.root(leaves));
    }

    int size() {
        return leaves.size();
    }

    String checkpoint(int size) {
        return checkpoints.get(size);
    }

    /** As it is when somebody changed an event in the database and nothing else. */
    void change(int index, String from, String to) {
        leaves.set(index, text(leaves.get(index)).replace(from, to).getBytes(StandardCharsets.UTF_8));
    }

    /** As it is when whoever changed an event made all links after it anew. */
    void relink(int changed, int end) {
        for (int i = changed + 1; i < end; i++) {
            Leaf before = Leaf.parse(leaves.get(i));
            change(
                    i,
                    before.previous().base64Url(),
                    MerkleTree.leafHash(leaves.get(i - 1)).base64Url());
        }
    }

    byte[] export() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ExportWriter writer = new ExportWriter(out, origin);
            for (int i = 0; i < checkpoints.lastKey(); i++) {
                writer.event(leaves.get(i));
                if (checkpoints.containsKey(i + 1)) {
                    writer.checkpoint(checkpoints.get(i + 1));
                }
            }
            writer.end();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of its export, to be changed. */
    List<String> lines() {
        return new ArrayList<>(Arrays.asList(text(export()).split("\n", -1)));
    }

    static byte[] file(List<String> lines) {
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
