package com.sphereon.kms.provider.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.provider.remote.BackendRequest.Content;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens by OAuth 2.0 client credentials (RFC 6749 section 4.4). A token is kept until shortly before it expires or is
 * refused; one thread fetches it for all that wait. Safe for use by many threads; never logged.
 */
public final class ClientCredentials implements Authorization {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final String BEARER = "Bearer ";

    /** What is assumed of a token whose answer does not say how long it lives, which is allowed. */
    private static final long DEFAULT_LIFE_SECONDS = 60;

    private static final long LONGEST_LIFE_SECONDS = 86_400;

    /** How much earlier than it expires a token is given up: a fifth of its life, and not more than this. */
    private static final long LONGEST_MARGIN_SECONDS = 30;

    private static final long SHARE_OF_LIFE = 5;

    /** How the client shows its secret (RFC 6749 section 2.3.1). */
    public enum Method {
        /** In the header {@code Authorization}. */
        CLIENT_SECRET_BASIC,
        /** In the body. */
        CLIENT_SECRET_POST
    }

    /**
     * Who asks for tokens.
     *
     * @param secret stays the caller's to close
     * @param scope what the tokens shall allow, where the server wants to be told
     * @param audience for whom they shall be, where the server knows such a parameter
     */
    public record Client(
            String id, CredentialSource secret, Method method, Optional<String> scope, Optional<String> audience) {

        /** For servers that know without being told for whom their tokens are. */
        public Client(String id, CredentialSource secret, Method method, Optional<String> scope) {
            this(id, secret, method, scope, Optional.empty());
        }
    }

    private record Token(String header, long endNanos) {
        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    private final HttpBackend tokenEndpoint;
    private final Client client;
    private final LongSupplier nanoTime;
    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicReference<@Nullable Token> current = new AtomicReference<>();

    ClientCredentials(HttpBackend tokenEndpoint, Client client, LongSupplier nanoTime) {
        this.tokenEndpoint = tokenEndpoint;
        this.client = client;
        this.nanoTime = nanoTime;
    }

    /** @param tokenEndpoint where tokens are fetched, without authorization of its own; stays the caller's to close */
    public static ClientCredentials at(HttpBackend tokenEndpoint, Client client) {
        return new ClientCredentials(tokenEndpoint, client, System::nanoTime);
    }

    @Override
    public Optional<String> header(Deadline deadline) {
        return Optional.of(usable().orElseGet(() -> fetched(deadline)).header());
    }

    @Override
    public boolean refused(String header) {
        // Only the token that was refused: another thread may have fetched the next one already.
        Token token = current.get();
        if (token != null && token.header().equals(header)) {
            current.compareAndSet(token, null);
        }
        return true;
    }

    private Optional<Token> usable() {
        return Optional.ofNullable(current.get()).filter(token -> nanoTime.getAsLong() - token.endNanos() < 0);
    }

    private Token fetched(Deadline deadline) {
        if (!locked(deadline)) {
            throw RemoteFailure.of(Kind.UNAVAILABLE, "the token endpoint was too slow")
                    .undone();
        }
        try {
            Optional<Token> meanwhile = usable();
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            Token token = fetch(deadline);
            current.set(token);
            return token;
        } finally {
            fetching.unlock();
        }
    }

    private boolean locked(Deadline deadline) {
        try {
            return fetching.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Nothing was asked of the backend itself yet, so that whatever fails here may be repeated. */
    private Token fetch(Deadline deadline) {
        long start = nanoTime.getAsLong();
        try (SecretBytes secret = client.secret().read()) {
            BackendRequest request = secret.expose(bytes -> request(new String(bytes, StandardCharsets.UTF_8)));
            try {
                return token(tokenEndpoint.send(request, deadline), start);
            } catch (RemoteFailure failure) {
                boolean renewed =
                        failure.kind() == Kind.DENIED && client.secret().renew(secret);
                throw renewed ? failure.renewed() : failure.undone();
            }
        }
    }

    private BackendRequest request(String secret) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        client.scope().ifPresent(scope -> form.put("scope", scope));
        client.audience().ifPresent(audience -> form.put("audience", audience));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        switch (client.method()) {
            case CLIENT_SECRET_BASIC -> headers.put("Authorization", basic(secret));
            case CLIENT_SECRET_POST -> {
                form.put("client_id", client.id());
                form.put("client_secret", secret);
            }
        }
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        Content content = new Content("application/x-www-form-urlencoded", body.getBytes(StandardCharsets.US_ASCII));
        return new BackendRequest("POST", List.of(), Map.of(), headers, Optional.of(content));
    }

    private String basic(String secret) {
        byte[] both = (encoded(client.id()) + ":" + encoded(secret)).getBytes(StandardCharsets.US_ASCII);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Token token(BackendAnswer answer, long start) {
        JsonNode json = json(requireAnswer(answer));
        String value = json.path("access_token").asText("");
        if (!TOKEN.matcher(value).matches()
                || !json.path("token_type").asText("").equalsIgnoreCase("bearer")) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the token endpoint answered without a bearer token");
        }
        long life = Math.clamp(json.path("expires_in").asLong(DEFAULT_LIFE_SECONDS), 0, LONGEST_LIFE_SECONDS);
        long kept = life - Math.min(life / SHARE_OF_LIFE, LONGEST_MARGIN_SECONDS);
        return new Token(BEARER + value, start + Duration.ofSeconds(kept).toNanos());
    }

    /** What other statuses say of a key is no answer from here. Section 5.2: 400 is about the client, its rights or its scope. */
    private static BackendAnswer requireAnswer(BackendAnswer answer) {
        return switch (answer.status()) {
            case 200, 403, 408, 429, 500, 502, 503, 504 -> answer.requireSuccess();
            case 400 -> throw RemoteFailure.of(Kind.DENIED, "the token endpoint refused our credentials");
            default ->
                throw RemoteFailure.of(Kind.UNEXPECTED, "the token endpoint answered with status " + answer.status());
        };
    }

    private static JsonNode json(BackendAnswer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            // without its text, which repeats what could not be read
            throw RemoteFailure.of(Kind.UNEXPECTED, "the token endpoint answered with something that is no JSON");
        }
    }
}
