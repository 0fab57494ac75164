package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Proofs and checkpoints verify with code that shares nothing with that which made them, and nothing else does. */
class AuditProofsTest {
    private static final ObjectNode KEY = Json.object("alias", "key");
    private static final int SIZE = 300;
    private static final long SEED = 5;

    private static RunningKms kms;
    private static KmsClient client;
    private static AuditView log;
    private static JsonNode checkpointKey;
    /** Some sizes, those around powers of two among them. */
    private static List<Long> sizes;

    @BeforeAll
    static void fill(@TempDir Path dataDirectory) {
        kms = RunningKms.start(
                dataDirectory,
                Map.of("kms.audit.checkpoint-interval", "PT1S", "kms.audit.origin", "audit.example.com/log"));
        client = kms.client();
        client.generate("key", "ED25519");
        NoteReader first =
                NoteReader.read(client.get("/audit/checkpoint").expect(200).text());
        checkpointKey = client.keyInfo("audit:audit-checkpoint").get("key");
        for (int i = client.get("/audit/status").at("/size").intValue(); i < SIZE; i++) {
            client.sign(KEY, Json.base64("message " + i)).expect(201);
        }
        awaitCheckpointAfter(first.size());
        log = AuditView.of(client).assertSound();
        Random random = new Random(SEED);
        TreeSet<Long> chosen = new TreeSet<>(
                List.of(1L, 2L, 3L, 255L, 256L, 257L, (long) log.leaves().size()));
        while (chosen.size() < 20) {
            chosen.add(1L + random.nextInt(log.leaves().size()));
        }
        sizes = List.copyOf(chosen);
    }

    private static void awaitCheckpointAfter(long size) {
        while (NoteReader.read(client.get("/audit/checkpoint").expect(200).text())
                        .size()
                < Math.max(SIZE, size + 1)) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    private static List<byte[]> hashes(JsonNode proof) {
        List<byte[]> hashes = new ArrayList<>();
        proof.get("hashes").forEach(hash -> hashes.add(Json.bytes(hash.textValue())));
        return hashes;
    }

    private static List<byte[]> replaced(List<byte[]> hashes, int index) {
        List<byte[]> changed = new ArrayList<>(hashes);
        byte[] hash = changed.get(index).clone();
        hash[index % hash.length] ^= 1;
        changed.set(index, hash);
        return changed;
    }

    private static List<byte[]> longer(List<byte[]> hashes) {
        List<byte[]> changed = new ArrayList<>(hashes);
        changed.add(MerkleProofs.sha256("more"));
        return changed;
    }

    @Test
    void checkpoints_all_areOfTheseEventsAndSignedByTheTenantsKey(TestReporter reporter) {
        assertThat(log.checkpoints()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(log.signedBy(checkpointKey)).hasSameSizeAs(log.checkpoints());
        assertThat(log.checkpoints())
                .allSatisfy(checkpoint -> assertThat(checkpoint.origin()).isEqualTo("audit.example.com/log/default"));
        assertThat(checkpointKey.get("crv").textValue()).isEqualTo("Ed25519");
        reporter.publishEntry(
                "log",
                "%d events, %d checkpoints"
                        .formatted(log.leaves().size(), log.checkpoints().size()));
    }

    @Test
    void checkpoint_changedOrOfAnotherKey_doesNotVerify() {
        String note = client.get("/audit/checkpoint").expect(200).text();
        NoteReader good = NoteReader.read(note);
        String other = Json.base64(MerkleProofs.sha256("other"));
        for (String changed : List.of(
                note.replaceFirst("\n[0-9]+\n", "\n" + (good.size() + 1) + "\n"),
                note.replace(Json.base64(good.root()), other),
                note.replace("audit.example.com/log/default", "audit.example.com/log/other"),
                note.replaceFirst("\n\n", "\nmore\n\n"))) {
            assertThat(NoteReader.read(changed).isSignedBy(checkpointKey))
                    .as(changed)
                    .isFalse();
        }
        assertThat(good.isSignedBy(checkpointKey)).isTrue();
        assertThat(good.isSignedBy(ForeignKeys.jwk("Ed25519"))).isFalse();
        for (String none : List.of(note.strip(), note.replace("\n\n", "\n"), note.replace("\u2014", "-"), "")) {
            assertThatIllegalArgumentException().isThrownBy(() -> NoteReader.read(none));
        }
    }

    @Test
    void inclusion_ofEveryEventInTheNewestCheckpoint_verifies() {
        NoteReader checkpoint = log.checkpoints().getLast();
        for (int i = 0; i < checkpoint.size(); i++) {
            JsonNode proof = client.get("/audit/proofs/inclusion?index=%d&size=%d".formatted(i, checkpoint.size()))
                    .expect(200)
                    .json();
            assertIncluded(i, checkpoint.size(), checkpoint.root(), proof);
        }
    }

    @Test
    void inclusion_inEarlierTrees_verifies() {
        Random random = new Random(SEED);
        for (long size : sizes) {
            for (long index : LongStream.of(0, size - 1, random.nextLong(size)).toArray()) {
                JsonNode proof = client.get("/audit/proofs/inclusion?index=%d&size=%d".formatted(index, size))
                        .expect(200)
                        .json();
                assertIncluded(index, size, log.root(size), proof);
            }
        }
    }

    private static void assertIncluded(long index, long size, byte[] root, JsonNode proof) {
        String place = "event %d of %d".formatted(index, size);
        byte[] leafHash = MerkleProofs.leafHash(log.leaves().get((int) index));
        List<byte[]> path = hashes(proof);
        assertThat(Json.bytes(proof.get("rootHash").textValue())).as(place).isEqualTo(root);
        assertThat(Json.bytes(proof.get("leafHash").textValue())).as(place).isEqualTo(leafHash);
        assertThat(MerkleProofs.includes(leafHash, index, size, path, root))
                .as(place)
                .isTrue();

        byte[] other = MerkleProofs.sha256("other");
        assertThat(MerkleProofs.includes(other, index, size, path, root))
                .as(place)
                .isFalse();
        assertThat(MerkleProofs.includes(leafHash, index, size, path, other))
                .as(place)
                .isFalse();
        assertThat(MerkleProofs.includes(leafHash, index, size, longer(path), root))
                .as(place)
                .isFalse();
        assertThat(MerkleProofs.includes(leafHash, size, size, path, root))
                .as(place)
                .isFalse();
        for (int i = 0; i < path.size(); i++) {
            assertThat(MerkleProofs.includes(leafHash, index, size, replaced(path, i), root))
                    .as(place)
                    .isFalse();
            assertThat(MerkleProofs.includes(leafHash, index, size, path.subList(0, i), root))
                    .as(place)
                    .isFalse();
        }
        assertThat(MerkleProofs.includes(leafHash, index ^ 1, size, path, root))
                .as(place)
                .isFalse();
    }

    @Test
    void consistency_ofAllPairsOfSizes_verifies() {
        for (long from : sizes) {
            for (long to : sizes) {
                if (from <= to) {
                    JsonNode proof = client.get("/audit/proofs/consistency?from=%d&to=%d".formatted(from, to))
                            .expect(200)
                            .json();
                    assertConsistent(from, to, proof);
                }
            }
        }
    }

    private static void assertConsistent(long from, long to, JsonNode proof) {
        String pair = "%d to %d".formatted(from, to);
        byte[] before = log.root(from);
        byte[] after = log.root(to);
        List<byte[]> path = hashes(proof);
        assertThat(Json.bytes(proof.get("fromRootHash").textValue())).as(pair).isEqualTo(before);
        assertThat(Json.bytes(proof.get("toRootHash").textValue())).as(pair).isEqualTo(after);
        assertThat(MerkleProofs.extendsTree(from, to, path, before, after))
                .as(pair)
                .isTrue();

        byte[] other = MerkleProofs.sha256("other");
        assertThat(MerkleProofs.extendsTree(from, to, path, other, after))
                .as(pair)
                .isFalse();
        assertThat(MerkleProofs.extendsTree(from, to, path, before, other))
                .as(pair)
                .isFalse();
        assertThat(MerkleProofs.extendsTree(from, to, longer(path), before, after))
                .as(pair)
                .isFalse();
        assertThat(MerkleProofs.extendsTree(to + 1, from, path, before, after))
                .as(pair)
                .isFalse();
        for (int i = 0; i < path.size(); i++) {
            assertThat(MerkleProofs.extendsTree(from, to, replaced(path, i), before, after))
                    .as(pair)
                    .isFalse();
            assertThat(MerkleProofs.extendsTree(from, to, path.subList(0, i), before, after))
                    .as(pair)
                    .isFalse();
        }
    }
}
