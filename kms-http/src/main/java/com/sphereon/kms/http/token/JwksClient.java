package com.sphereon.kms.http.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches documents of issuers. Redirects are not followed, since only the configured place is trusted, and nothing is
 * decompressed. Safe for use by many threads.
 */
final class JwksClient implements AutoCloseable {
    static final int MAX_BYTES = 256 * 1024;
    private static final int OK = 200;

    private final HttpClient client;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration timeout;

    JwksClient(JwksSettings settings) {
        this.timeout = settings.timeout();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(timeout)
                .executor(executor)
                .sslContext(TrustedAuthorities.context(settings.authorities()))
                .build();
    }

    /**
     * Takes no longer than the timeout, but for the resolution of names, which Java cannot interrupt.
     *
     * @throws IOException when there is no answer in time, or not one with status 200 and at most {@value #MAX_BYTES}
     *     bytes
     */
    byte[] fetch(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(request, JwksClient::body);
        try {
            // The timeout of the request ends with the headers; this one is for the body too.
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS).body();
        } catch (ExecutionException e) {
            throw new IOException("the keys could not be fetched", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the keys did not come within " + timeout, e);
        } finally {
            response.cancel(true);
        }
    }

    private static BodySubscriber<byte[]> body(ResponseInfo response) {
        LimitedBody body = new LimitedBody(MAX_BYTES);
        if (response.statusCode() != OK) {
            body.refuse(new IOException("the answer has status " + response.statusCode()));
        }
        return body;
    }

    @Override
    public void close() {
        client.shutdownNow();
        executor.shutdownNow();
    }
}
