package com.sphereon.kms.app.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.spi.SecretReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Asks a KMS for its audit log. What may work a moment later is asked again, a few times, and not before the server wants it to
 * be. Not safe for use by several threads.
 */
public final class AuditClient implements AutoCloseable {
    /** How often one question is asked at most. */
    static final int MAX_ATTEMPTS = 6;

    /** Longest answer, in octets; a page of the longest events there can be has a third of it. */
    static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int MAX_SHOWN_CHARS = 500;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String base;
    private final Optional<SecretReference> token;
    private final Pause pause;
    private final PrintWriter progress;

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {

        /** Returns after so long. */
        void pause(Duration duration) throws InterruptedException;
    }

    /** How a question was answered, and after which time it may be asked again. */
    private record Attempt(Optional<byte[]> answer, String problem, Optional<Duration> again) {}

    /**
     * A client of one KMS.
     *
     * @param base where its API begins
     * @param token where the bearer token is; read for each question, so that a file may be replaced meanwhile
     * @param progress told of what is tried again
     */
    public AuditClient(URI base, Optional<SecretReference> token, Pause pause, PrintWriter progress) {
        this.base = base.toString().replaceFirst("/+$", "");
        this.token = token;
        this.pause = pause;
        this.progress = progress;
    }

    /** @throws ExportFailedException when the answer is anything but JSON */
    JsonNode json(String path) throws InterruptedException {
        try {
            return JSON.readTree(get(path));
        } catch (IOException e) {
            throw failed(path, "the answer is no JSON; is %s where the API begins?".formatted(base));
        }
    }

    /** @throws ExportFailedException when there is no good answer */
    byte[] get(String path) throws InterruptedException {
        Duration usual = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            Attempt made = attempt(path, usual);
            if (made.answer.isPresent()) {
                return made.answer.get();
            }
            Optional<Duration> again = made.again.filter(wait -> wait.compareTo(MAX_PAUSE) <= 0);
            if (attempt == MAX_ATTEMPTS || again.isEmpty()) {
                throw failed(path, made.problem);
            }
            progress.printf(
                    "kms: GET %s: %s; trying again in %d s%n",
                    path, made.problem, again.get().toSeconds());
            pause.pause(again.get());
            usual = usual.multipliedBy(2);
        }
    }

    private Attempt attempt(String path, Duration usual) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = send(path);
            return switch (response.statusCode()) {
                case OK -> new Attempt(Optional.of(response.body()), "", Optional.empty());
                case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE ->
                    new Attempt(Optional.empty(), problem(response), Optional.of(retryAfter(response, usual)));
                default -> new Attempt(Optional.empty(), problem(response), Optional.empty());
            };
        } catch (IOException e) {
            return new Attempt(
                    Optional.empty(), "no answer from %s (%s)".formatted(base, shown(reason(e))), Optional.of(usual));
        }
    }

    private HttpResponse<byte[]> send(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
        token.ifPresent(reference -> request.header("Authorization", "Bearer " + bearer(reference)));
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request.build(), limited());
        try {
            // The timeout of the request ends with the headers of the answer.
            return answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("nothing more came for a minute", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw failed(path, shown(String.valueOf(e.getCause())));
        }
    }

    /** What is no token would be quoted by those who refuse it, so it is not handed to them. */
    private static String bearer(SecretReference reference) {
        String text = reference.read().expose(octets -> new String(octets, StandardCharsets.UTF_8));
        if (!text.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new ExportFailedException("the token has characters that no token has");
        }
        return text;
    }

    private static BodyHandler<byte[]> limited() {
        return info -> {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            return BodySubscribers.mapping(
                    BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(octets -> {
                        if (body.size() + octets.length > MAX_ANSWER_BYTES) {
                            throw new IllegalStateException("the answer is too long");
                        }
                        body.writeBytes(octets);
                    })),
                    unused -> body.toByteArray());
        };
    }

    private static Duration retryAfter(HttpResponse<?> response, Duration usual) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(usual);
    }

    private static String problem(HttpResponse<byte[]> response) {
        String status = "status " + response.statusCode();
        try {
            String message = JSON.readTree(response.body()).path("message").asText();
            return message.isEmpty() ? status : "%s: %s".formatted(status, shown(message));
        } catch (IOException e) {
            return status;
        }
    }

    private static String reason(IOException failure) {
        String kind = failure.getClass().getSimpleName();
        return failure.getMessage() == null ? kind : kind + ": " + failure.getMessage();
    }

    /** A text from outside, fit for a terminal. */
    static String shown(String text) {
        return text.substring(0, Math.min(text.length(), MAX_SHOWN_CHARS)).replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }

    private static ExportFailedException failed(String path, String problem) {
        return new ExportFailedException("GET %s: %s".formatted(path, problem));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
