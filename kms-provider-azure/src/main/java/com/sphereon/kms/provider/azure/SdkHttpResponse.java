package com.sphereon.kms.provider.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.CoreUtils;
import com.sphereon.kms.provider.remote.BackendAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer as the SDK reads it; all of it is here already. */
final class SdkHttpResponse extends HttpResponse {
    private static final int ALMOST_A_SECOND_MILLIS = 999;

    private final BackendAnswer answer;
    private final HttpHeaders headers = new HttpHeaders();

    SdkHttpResponse(HttpRequest request, BackendAnswer answer) {
        super(request);
        this.answer = answer;
        answer.headers()
                .forEach(header -> headers.add(HttpHeaderName.fromString(header.getFirst()), header.getSecond()));
        // The transport keeps it apart. The SDK, which repeats nothing, puts it into what it throws.
        answer.retryAfter()
                .ifPresent(wait -> headers.set(
                        HttpHeaderName.RETRY_AFTER,
                        Long.toString(wait.plusMillis(ALMOST_A_SECOND_MILLIS).toSeconds())));
    }

    /** As it came. */
    BackendAnswer answer() {
        return answer;
    }

    @Override
    public HttpResponse buffer() {
        return this;
    }

    @Override
    public int getStatusCode() {
        return answer.status();
    }

    @Override
    @Deprecated
    public @Nullable String getHeaderValue(String name) {
        return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
        return Flux.just(ByteBuffer.wrap(answer.body()));
    }

    @Override
    public BinaryData getBodyAsBinaryData() {
        return BinaryData.fromBytes(answer.body());
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
        return Mono.just(answer.body());
    }

    @Override
    public Mono<String> getBodyAsString() {
        return Mono.just(
                CoreUtils.bomAwareToString(answer.body(), answer.headers().get("Content-Type")));
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
        return Mono.just(new String(answer.body(), charset));
    }
}
