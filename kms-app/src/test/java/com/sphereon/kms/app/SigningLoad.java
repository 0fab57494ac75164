package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that sign as fast as they can, and keep what they were handed out and where it was recorded. */
final class SigningLoad implements AutoCloseable {
    private static final String INDEX = "X-KMS-Audit-Index";
    private static final ObjectNode KEY = Json.object("alias", "key");

    private final Map<Long, Signature> signatures = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong unavailable = new AtomicLong();
    private final AtomicLong inputs = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Signature(String kid, String inputDigest) {}

    /** Some more clients of that server; they end when it is gone. */
    void add(KmsClient client, int clients) {
        for (int i = 0; i < clients; i++) {
            threads.execute(() -> {
                try {
                    while (!stopped.get()) {
                        sign(client);
                    }
                } catch (UncheckedIOException e) {
                    // The server was killed: what was not answered may have been recorded or not.
                } catch (RuntimeException | Error e) {
                    wrong.add(e.toString());
                }
            });
        }
    }

    private void sign(KmsClient client) {
        String input = Json.base64("input " + inputs.incrementAndGet());
        Answer answer = client.sign(KEY, input);
        if (answer.status() == 201) {
            long index = Long.parseLong(answer.header(INDEX).orElseThrow());
            String digest = Json.base64Url(MerkleProofs.sha256(Json.bytes(input)));
            if (signatures.put(index, new Signature(answer.textAt("/kid"), digest)) != null) {
                wrong.add("two signatures at " + index);
            }
        } else if (isRefusal(answer)) {
            unavailable.incrementAndGet();
        } else {
            wrong.add(answer.status() + " " + answer.text());
        }
    }

    /** Says when to come back, and holds nothing of a signature. */
    static boolean isRefusal(Answer answer) {
        return answer.status() == 503
                && answer.header("Retry-After").isPresent()
                && answer.header(INDEX).isEmpty()
                && !answer.json().has("signature");
    }

    /** Waits until so many more signatures were handed out. */
    void awaitMore(int count) {
        int wanted = signatures.size() + count;
        Await.until(() -> signatures.size() >= wanted, this::toString);
    }

    /** Waits until so many more calls were refused. */
    void awaitRefusals(int count) {
        long wanted = unavailable.get() + count;
        Await.until(() -> unavailable.get() >= wanted, this::toString);
    }

    @Override
    public String toString() {
        return "%d signatures, %d refusals, wrong: %s".formatted(signatures.size(), unavailable.get(), wrong);
    }

    int size() {
        return signatures.size();
    }

    long refusals() {
        return unavailable.get();
    }

    /** What was handed out is in the log where it was said to be; the other way round need not be. Returns the numbers. */
    String assertIn(AuditView log) {
        assertThat(wrong).isEmpty();
        List<JsonNode> events = log.events();
        signatures.forEach((index, signature) -> {
            assertThat(index).as("place in a log of %d events", events.size()).isLessThan(events.size());
            JsonNode event = events.get(index.intValue());
            assertThat(event.get("operation").textValue()).isEqualTo("key.sign");
            assertThat(event.get("outcome").textValue()).isEqualTo("succeeded");
            assertThat(new Signature(
                            event.get("kid").textValue(),
                            event.get("inputDigest").textValue()))
                    .as("event %d", index)
                    .isEqualTo(signature);
        });
        return "%d signatures handed out, %d calls refused; %d events, %d checkpoints"
                .formatted(
                        signatures.size(),
                        unavailable.get(),
                        events.size(),
                        log.checkpoints().size());
    }

    @Override
    public void close() {
        stopped.set(true);
        threads.close();
    }
}
