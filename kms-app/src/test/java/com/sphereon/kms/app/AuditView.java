package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A whole audit log as an auditor gets it over REST.
 *
 * @param leaves their octets, in the order of the log
 */
record AuditView(List<byte[]> leaves, List<NoteReader> checkpoints) {
    private static final int PAGE = 1000;

    static AuditView of(KmsClient client) {
        List<byte[]> leaves = new ArrayList<>();
        String cursor = "0";
        while (!cursor.isEmpty()) {
            JsonNode page = client.get("/audit/events?limit=%d&cursor=%s".formatted(PAGE, cursor))
                    .expect(200)
                    .json();
            page.get("events")
                    .forEach(event -> leaves.add(
                            Base64.getDecoder().decode(event.get("leaf").textValue())));
            cursor = page.path("next").asText("");
        }
        List<NoteReader> checkpoints = new ArrayList<>();
        long from = 0;
        JsonNode page;
        do {
            page = client.get("/audit/checkpoints?limit=%d&from=%d".formatted(PAGE, from))
                    .expect(200)
                    .at("/checkpoints");
            page.forEach(one -> checkpoints.add(NoteReader.read(one.get("note").textValue())));
            from = checkpoints.isEmpty() ? 0 : checkpoints.getLast().size() + 1;
        } while (page.size() == PAGE);
        return new AuditView(List.copyOf(leaves), List.copyOf(checkpoints));
    }

    List<JsonNode> events() {
        return leaves.stream().map(leaf -> Json.parse(Json.ascii(leaf))).toList();
    }

    byte[] root(long size) {
        return MerkleProofs.root(
                leaves.stream().limit(size).map(MerkleProofs::leafHash).toList());
    }

    /** That there are no holes, each event names its place and the one before, and every checkpoint is about these events. */
    AuditView assertSound() {
        byte[] previous = MerkleProofs.sha256();
        List<JsonNode> events = events();
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).get("index").asInt()).isEqualTo(i);
            assertThat(events.get(i).get("previous").textValue())
                    .as("event %d of %d", i, events.size())
                    .isEqualTo(Json.base64Url(previous));
            previous = MerkleProofs.leafHash(leaves.get(i));
        }
        for (NoteReader checkpoint : checkpoints) {
            assertThat(checkpoint.size()).isBetween(1L, (long) leaves.size());
            assertThat(checkpoint.root())
                    .as("checkpoint of size %d of %d", checkpoint.size(), leaves.size())
                    .isEqualTo(root(checkpoint.size()));
        }
        return this;
    }

    /** The checkpoints that verify with that key. */
    Stream<NoteReader> signedBy(JsonNode jwk) {
        return checkpoints.stream().filter(checkpoint -> checkpoint.isSignedBy(jwk));
    }
}
