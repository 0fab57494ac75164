package com.sphereon.kms.bench;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What is signed, and the requests for it. */
final class Messages {
    /** About what is signed of a credential. */
    static final int BYTES = 512;

    private static final long SEED = 20_261_124;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int COUNT = 64;

    private final List<byte[]> messages;

    private Messages(List<byte[]> messages) {
        this.messages = messages;
    }

    /** The same ones in every run. */
    static Messages fixed() {
        SplittableRandom random = new SplittableRandom(SEED);
        return new Messages(IntStream.range(0, COUNT)
                .mapToObj(unused -> {
                    byte[] message = new byte[BYTES];
                    random.nextBytes(message);
                    return message;
                })
                .toList());
    }

    byte[] get(long number) {
        return messages.get((int) (number % COUNT));
    }

    /** The JSON of a request to sign with the key of that alias. */
    static byte[] body(String alias, byte[] message) {
        String input = Base64.getEncoder().encodeToString(message);
        return "{\"keyInfo\":{\"alias\":\"%s\"},\"input\":\"%s\"}"
                .formatted(alias, input)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A request to sign. The bare endpoint gets a token too, and does nothing with it. */
    static HttpRequest request(URI uri, String token, byte[] body) {
        return HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }
}
