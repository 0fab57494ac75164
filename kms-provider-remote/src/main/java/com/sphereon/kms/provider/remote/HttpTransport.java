package com.sphereon.kms.provider.remote;

import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Sends requests by HTTP: synchronously, one request for one answer, without redirects, cookies, a cache or repetitions of its
 * own. Safe for use by many threads.
 *
 * <p>HTTP/1.1, since there a connection that died takes one call with it and not all.
 */
public final class HttpTransport implements AutoCloseable {
    /** Largest answer that is read, in bytes, after decompression. */
    public static final int MAX_ANSWER_BYTES = 1 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    private static final String RETRY_AFTER = "Retry-After";

    private final OkHttpClient client;
    private final Clock clock;

    HttpTransport(RemoteSettings limits, Optional<ServerTrust> certificates, Clock clock) {
        this.clock = clock;
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT))
                .connectionPool(
                        new ConnectionPool(limits.maxConcurrentCalls(), KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS))
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .eventListener(new SendingListener())
                .addNetworkInterceptor(HttpTransport::hideRetryAfter);
        certificates.ifPresent(trust -> builder.sslSocketFactory(trust.sockets(), trust.manager()));
        this.client = builder.build();
    }

    /**
     * Connects when the first request is made.
     *
     * @param certificates whom to trust; those whom the JDK trusts when empty
     */
    public static HttpTransport open(RemoteSettings limits, Optional<ServerTrust> certificates) {
        return new HttpTransport(limits, certificates, Clock.systemUTC());
    }

    /**
     * Sends a request and reads the whole answer, whatever its status.
     *
     * @throws RemoteFailure when there is no answer in time, or none that can be read
     */
    public BackendAnswer send(Request request, Duration timeout) {
        Exchange exchange = new Exchange();
        Call call = client.newCall(
                request.newBuilder().tag(Exchange.class, exchange).build());
        call.timeout().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        try (Response response = call.execute()) {
            return BackendAnswer.of(response, body(response), exchange.retryAfter, clock);
        } catch (IOException e) {
            RemoteFailure failure = failure(e);
            throw exchange.sent ? failure : failure.undone();
        }
    }

    private static byte[] body(Response response) throws IOException {
        BufferedSource source = response.body().source();
        try {
            if (source.request(MAX_ANSWER_BYTES + 1L)) {
                throw RemoteFailure.of(
                        Kind.UNEXPECTED, "the answer is larger than %d bytes".formatted(MAX_ANSWER_BYTES));
            }
            return source.readByteArray();
        } catch (ProtocolException e) {
            // the connection ended before the answer did; not to be taken for a breach of the protocol
            throw new IOException(e);
        }
    }

    /** The client would repeat a request by itself when it may do so after no time, and fails at what is no int. */
    private static Response hideRetryAfter(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        Exchange exchange = chain.request().tag(Exchange.class);
        if (exchange != null) {
            exchange.retryAfter = Optional.ofNullable(response.header(RETRY_AFTER));
        }
        return response.newBuilder().removeHeader(RETRY_AFTER).build();
    }

    private static RemoteFailure failure(IOException e) {
        return switch (e) {
            case UnknownHostException u -> RemoteFailure.of(Kind.UNAVAILABLE, "the backend's name is unknown", e);
            case ConnectException c -> RemoteFailure.of(Kind.UNAVAILABLE, "the backend takes no connections", e);
            case SSLException s ->
                RemoteFailure.of(Kind.UNAVAILABLE, "there is no trusted connection to the backend", e);
            case InterruptedIOException i -> RemoteFailure.of(Kind.UNAVAILABLE, "the backend was too slow", e);
            case ProtocolException p -> RemoteFailure.of(Kind.UNEXPECTED, "the backend does not speak HTTP", e);
            default -> RemoteFailure.of(Kind.UNAVAILABLE, "the connection to the backend broke", e);
        };
    }

    /** Connections that are open now, idle ones included. */
    public int openConnections() {
        return client.connectionPool().connectionCount();
    }

    /** Ends what is under way and closes all connections. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }

    /** What is to be known of a request and its answer besides what the client tells. */
    private static final class Exchange {
        volatile boolean sent;
        volatile Optional<String> retryAfter = Optional.empty();
    }

    /** Notes when the first byte of a request leaves: before that, the backend cannot have done anything. */
    private static final class SendingListener extends EventListener {
        @Override
        public void requestHeadersStart(Call call) {
            Exchange exchange = call.request().tag(Exchange.class);
            if (exchange != null) {
                exchange.sent = true;
            }
        }
    }
}
