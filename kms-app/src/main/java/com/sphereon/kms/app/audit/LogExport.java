package com.sphereon.kms.app.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.audit.Checkpoint;
import com.sphereon.kms.core.audit.ExportWriter;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Exports a tenant's log up to its newest checkpoint. Judges nothing but what it needs to write the file: that is for whoever
 * verifies it. Not safe for use by several threads, and for one export only.
 */
public final class LogExport {
    private static final int PAGE = 1000;
    private static final long PROGRESS_EVENTS = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuditClient client;
    private final PrintWriter progress;
    private final Deque<byte[]> read = new ArrayDeque<>();
    private final Set<String> kids = new LinkedHashSet<>();
    private long next;
    private long checkpoints;
    private boolean ended;

    /** @param progress told of how far it is */
    public LogExport(AuditClient client, PrintWriter progress) {
        this.client = client;
        this.progress = progress;
    }

    /**
     * What was written.
     *
     * @param newer how many events the log had that no checkpoint covered yet
     */
    public record Written(String origin, long events, long checkpoints, long newer) {}

    /**
     * Writes the log to a file, and the public keys of all versions that signed it to another.
     *
     * @throws ExportFailedException when that is not possible; nothing is left then, except where only the keys are missing
     * @throws IOException when a file cannot be written
     */
    public Written write(Path file, Optional<Path> keys) throws IOException, InterruptedException {
        NewFile log = new NewFile(file);
        log.requireFree();
        keys.map(NewFile::new).ifPresent(NewFile::requireFree);
        // Makes the first checkpoint where there is none.
        client.get("/audit/checkpoint");
        JsonNode status = client.json("/audit/status");
        if (status.hasNonNull("alarm")) {
            progress.println("kms: ALARM: " + AuditClient.shown(text(status, "alarm")));
        }
        long size = number(status.path("checkpoint"), "size");
        String origin = text(status, "origin");
        if (!Checkpoint.isOrigin(origin)) {
            throw new ExportFailedException("what the KMS says it is of cannot be the name of a log");
        }
        long newer = number(status, "size") - size;
        log.write(out -> {
            ExportWriter writer = new ExportWriter(out, origin);
            copy(writer, size);
            writer.end();
        });
        if (keys.isPresent()) {
            byte[] set = keySet();
            new NewFile(keys.get()).write(out -> out.write(set));
        }
        return new Written(origin, size, checkpoints, newer);
    }

    private void copy(ExportWriter writer, long size) throws IOException, InterruptedException {
        while (writer.events() < size) {
            JsonNode page = client.json("/audit/checkpoints?from=%d&limit=%d".formatted(writer.events() + 1, PAGE))
                    .path("checkpoints");
            if (page.isEmpty()) {
                throw unlisted(size);
            }
            for (JsonNode checkpoint : page) {
                long covers = number(checkpoint, "size");
                if (writer.events() == size) {
                    break;
                }
                if (covers <= writer.events() || covers > size) {
                    throw unlisted(size);
                }
                copyEvents(writer, covers);
                writer.checkpoint(text(checkpoint, "note"));
                kids.add(text(checkpoint, "kid"));
                checkpoints++;
            }
        }
    }

    private static ExportFailedException unlisted(long size) {
        return new ExportFailedException(
                "the checkpoints that the KMS lists do not lead to the newest, of size %d".formatted(size));
    }

    private void copyEvents(ExportWriter writer, long end) throws IOException, InterruptedException {
        while (writer.events() < end) {
            try {
                writer.event(event());
            } catch (IllegalArgumentException e) {
                throw new ExportFailedException(String.valueOf(e.getMessage()));
            }
            if (writer.events() % PROGRESS_EVENTS == 0) {
                progress.printf("kms: %d events%n", writer.events());
            }
        }
    }

    private byte[] event() throws InterruptedException {
        while (read.isEmpty()) {
            if (ended) {
                throw missing();
            }
            readPage();
        }
        next++;
        return read.removeFirst();
    }

    private ExportFailedException missing() {
        return new ExportFailedException(
                "event %d is missing in the log, although a checkpoint covers it".formatted(next));
    }

    private void readPage() throws InterruptedException {
        long index = next;
        JsonNode page = client.json("/audit/events?cursor=%d&limit=%d".formatted(index, PAGE));
        for (JsonNode event : page.path("events")) {
            if (number(event, "index") != index) {
                throw new ExportFailedException("event %d is missing in the log: after the one before comes event %d"
                        .formatted(index, number(event, "index")));
            }
            read.addLast(Base64.getDecoder().decode(text(event, "leaf")));
            index++;
        }
        ended = !page.hasNonNull("next");
        if (read.isEmpty() && !ended) {
            throw missing();
        }
    }

    private byte[] keySet() throws IOException, InterruptedException {
        ObjectNode set = JSON.createObjectNode();
        ArrayNode keys = set.putArray("keys");
        for (String kid : kids) {
            JsonNode jwk = client.json("/keys/"
                            + URLEncoder.encode(kid, StandardCharsets.UTF_8).replace("+", "%20"))
                    .at("/keyInfo/key");
            ObjectNode key = keys.addObject();
            publicKey(kid, jwk).toJwk().forEach(key::put);
            key.put("kid", kid);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(set);
    }

    private static PublicKeyMaterial publicKey(String kid, JsonNode jwk) {
        Map<String, String> members = new HashMap<>();
        jwk.properties()
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().asText()));
        try {
            return PublicKeyMaterial.fromJwk(members);
        } catch (InvalidRequestException e) {
            throw new ExportFailedException(
                    "the log was exported, but the KMS shows no public key for kid '%s', which signed checkpoints"
                            .formatted(AuditClient.shown(kid)));
        }
    }

    private static String text(JsonNode node, String name) {
        JsonNode member = node.path(name);
        if (!member.isTextual()) {
            throw new ExportFailedException("the answer of the KMS has no text '%s'".formatted(name));
        }
        return member.textValue();
    }

    private static long number(JsonNode node, String name) {
        JsonNode member = node.path(name);
        if (!member.isIntegralNumber()) {
            throw new ExportFailedException("the answer of the KMS has no number '%s'".formatted(name));
        }
        return member.longValue();
    }
}
