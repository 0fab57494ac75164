package com.sphereon.kms.provider.remote;

import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.time.Clock;
import java.util.Optional;
import okhttp3.Request;

/** Speaks HTTP with one backend. Safe for use by many threads. */
public final class HttpBackend implements AutoCloseable {
    /** Largest answer that is read, in bytes, after decompression. */
    public static final int MAX_ANSWER_BYTES = HttpTransport.MAX_ANSWER_BYTES;

    private static final int UNAUTHORIZED = 401;

    private final HttpEndpoint endpoint;
    private final Authorization authorization;
    private final HttpTransport transport;

    HttpBackend(HttpEndpoint endpoint, RemoteSettings limits, Authorization authorization, Clock clock) {
        this.endpoint = endpoint;
        this.authorization = authorization;
        this.transport = new HttpTransport(limits, endpoint.certificates(), clock);
    }

    /** Connects when the first request is made. */
    public static HttpBackend open(HttpEndpoint endpoint, RemoteSettings limits, Authorization authorization) {
        return new HttpBackend(endpoint, limits, authorization, Clock.systemUTC());
    }

    /**
     * Sends a request and reads the whole answer, whatever its status but 401.
     *
     * @throws RemoteFailure when there is no answer in time, none that can be read, or 401
     */
    public BackendAnswer send(BackendRequest request, Deadline deadline) {
        Request.Builder builder = request.to(endpoint.url());
        Optional<String> header = authorization.header(deadline);
        header.ifPresent(value -> builder.header("Authorization", value));
        BackendAnswer answer = transport.send(builder.build(), deadline.required());
        if (answer.status() == UNAUTHORIZED) {
            throw unauthorized(header);
        }
        return answer;
    }

    private RemoteFailure unauthorized(Optional<String> header) {
        RemoteFailure failure = RemoteFailure.of(Kind.DENIED, "the backend refused our credentials");
        boolean renewed = header.filter(authorization::refused).isPresent();
        return renewed ? failure.renewed() : failure;
    }

    /** Connections that are open now, idle ones included. */
    public int openConnections() {
        return transport.openConnections();
    }

    /** Ends what is under way and closes all connections. */
    @Override
    public void close() {
        transport.close();
    }
}
