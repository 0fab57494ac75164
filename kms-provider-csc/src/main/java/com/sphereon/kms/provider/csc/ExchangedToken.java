package com.sphereon.kms.provider.csc;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.provider.remote.Authorization;
import com.sphereon.kms.provider.remote.BackendAnswer;
import com.sphereon.kms.provider.remote.BackendRequest;
import com.sphereon.kms.provider.remote.BackendRequest.Content;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.HttpBackend;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Digidentity's tokens for CSC, which are had in exchange for an application's token. One is kept until it is refused, and for a
 * few minutes at most, since nothing tells how long it lives. Safe for use by many threads; several that need a token at the
 * same time may each exchange one.
 */
final class ExchangedToken implements Authorization {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final String BEARER = "Bearer ";
    private static final Duration LONGEST_USE = Duration.ofMinutes(5);
    private static final int CREATED = 201;
    private static final int UNPROCESSABLE = 422;

    private record Token(String header, String applicationHeader, long endNanos) {
        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    private final HttpBackend exchange;
    private final Authorization application;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Token> current = new AtomicReference<>();

    ExchangedToken(HttpBackend exchange, Authorization application, LongSupplier nanoTime) {
        this.exchange = exchange;
        this.application = application;
        this.nanoTime = nanoTime;
    }

    /**
     * @param exchange without authorization of its own; stays the caller's to close
     * @param application gives the tokens that are exchanged
     */
    static ExchangedToken at(HttpBackend exchange, Authorization application) {
        return new ExchangedToken(exchange, application, System::nanoTime);
    }

    @Override
    public Optional<String> header(Deadline deadline) {
        Token token = current.get();
        if (token == null || nanoTime.getAsLong() - token.endNanos() >= 0) {
            token = exchanged(deadline);
            current.set(token);
        }
        return Optional.of(token.header());
    }

    /** The token it came from may be no good any more either: then a new one alone would not help. */
    @Override
    public boolean refused(String header) {
        Token token = current.get();
        if (token != null && token.header().equals(header) && current.compareAndSet(token, null)) {
            application.refused(token.applicationHeader());
        }
        return true;
    }

    /** Nothing was asked of the service itself yet, so that whatever fails here may be repeated. */
    private Token exchanged(Deadline deadline) {
        String applicationHeader = application
                .header(deadline)
                .orElseThrow(() -> new IllegalStateException("an application without a token"));
        long start = nanoTime.getAsLong();
        try {
            BackendAnswer answer = exchange.send(request(applicationHeader), deadline);
            return new Token(BEARER + token(answer), applicationHeader, start + LONGEST_USE.toNanos());
        } catch (RemoteFailure failure) {
            boolean renewed = failure.kind() == Kind.DENIED && application.refused(applicationHeader);
            throw renewed ? failure.renewed() : failure.undone();
        }
    }

    private static BackendRequest request(String applicationHeader) {
        String token = URLEncoder.encode(applicationHeader.substring(BEARER.length()), StandardCharsets.UTF_8);
        Content form = new Content(
                "application/x-www-form-urlencoded", ("access_token=" + token).getBytes(StandardCharsets.US_ASCII));
        return new BackendRequest(
                "POST",
                List.of("api", "esign", "tokens"),
                Map.of(),
                Map.of("Accept", "application/json"),
                Optional.of(form));
    }

    private static String token(BackendAnswer answer) {
        if (answer.status() == UNPROCESSABLE) {
            throw RemoteFailure.of(Kind.DENIED, "the token exchange refused our token");
        }
        JsonNode json = ServiceAnswers.json(answer.requireSuccess());
        String token = json.path("access_token").asText("");
        if (answer.status() != CREATED || !TOKEN.matcher(token).matches()) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the token exchange answered without a token");
        }
        return token;
    }
}
