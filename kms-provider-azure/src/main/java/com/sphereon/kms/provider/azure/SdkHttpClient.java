package com.sphereon.kms.provider.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.sphereon.kms.provider.remote.HttpTransport;
import com.sphereon.kms.provider.remote.RemoteFailure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How the SDK sends. It throws {@link RemoteFailure} where there is no answer, and so does the SDK then. Safe for use by many
 * threads.
 *
 * <p>The SDK gives tokens to https URLs only. What is on this machine and set to be spoken to without TLS, as it is in tests, the
 * SDK is told to be at an https URL as well; here that becomes http again.
 */
final class SdkHttpClient implements HttpClient, AutoCloseable {
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final HttpTransport transport;
    private final Duration timeout;
    private final List<HttpUrl> servers;

    /**
     * @param timeout for one request
     * @param servers URLs without paths, as they were set; all others are spoken to as the SDK says
     */
    SdkHttpClient(HttpTransport transport, Duration timeout, List<HttpUrl> servers) {
        this.transport = transport;
        this.timeout = timeout;
        this.servers = List.copyOf(servers);
    }

    /** The URL of a server for the SDK. */
    static String securely(HttpUrl server) {
        return "https://%s:%d".formatted(server.url().getHost(), server.port());
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        return new SdkHttpResponse(request, transport.send(translated(request), timeout));
    }

    private Request translated(HttpRequest request) {
        Request.Builder builder =
                new Request.Builder().url(actual(HttpUrl.get(request.getUrl().toString())));
        request.getHeaders()
                .forEach(header -> header.getValuesList().forEach(value -> builder.addHeader(header.getName(), value)));
        String method = request.getHttpMethod().toString();
        return builder.method(method, body(method, request.getBodyAsBinaryData()))
                .build();
    }

    private static @Nullable RequestBody body(String method, @Nullable BinaryData data) {
        if (data == null) {
            return METHODS_WITH_BODY.contains(method) ? RequestBody.create(new byte[0]) : null;
        }
        return RequestBody.create(data.toBytes());
    }

    private HttpUrl actual(HttpUrl url) {
        boolean plain = servers.stream()
                .anyMatch(
                        server -> !server.isHttps() && server.host().equals(url.host()) && server.port() == url.port());
        return plain ? url.newBuilder().scheme("http").port(url.port()).build() : url;
    }

    @Override
    public void close() {
        transport.close();
    }
}
