package com.sphereon.kms.provider.remote;

import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * A request to a backend. Immutable; prints without its content, which may be secret.
 *
 * @param method such as {@code GET}
 * @param path segments below the endpoint's URL, not encoded
 * @param query not encoded
 * @param headers without {@code Authorization}, which the backend adds, unless this request has its own
 * @param content none for methods without
 */
public record BackendRequest(
        String method,
        List<String> path,
        Map<String, String> query,
        Map<String, String> headers,
        Optional<Content> content) {

    /** Keeps its own collections. */
    public BackendRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /**
     * A body.
     *
     * @param mediaType such as {@code application/json}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Content(String mediaType, byte[] bytes) {
        @Override
        public String toString() {
            return "%s of %d bytes".formatted(mediaType, bytes.length);
        }
    }

    /** Reads. */
    public static BackendRequest get(String... path) {
        return new BackendRequest("GET", List.of(path), Map.of(), Map.of(), Optional.empty());
    }

    /** Deletes. */
    public static BackendRequest delete(String... path) {
        return new BackendRequest("DELETE", List.of(path), Map.of(), Map.of(), Optional.empty());
    }

    /** Sends a JSON document. */
    public static BackendRequest postJson(byte[] json, String... path) {
        Content content = new Content("application/json", json);
        return new BackendRequest("POST", List.of(path), Map.of(), Map.of(), Optional.of(content));
    }

    /** The same with one more parameter. */
    public BackendRequest query(String name, String value) {
        return new BackendRequest(method, path, with(query, name, value), headers, content);
    }

    /** The same with one more header. */
    public BackendRequest header(String name, String value) {
        return new BackendRequest(method, path, query, with(headers, name, value), content);
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }

    Request.Builder to(HttpUrl base) {
        HttpUrl.Builder url = base.newBuilder();
        path.forEach(segment -> url.addPathSegment(requireName(segment)));
        query.forEach(url::addQueryParameter);
        Request.Builder request = new Request.Builder().url(url.build());
        headers.forEach(request::header);
        return request.method(
                method,
                content.map(c -> RequestBody.create(c.bytes(), MediaType.get(c.mediaType())))
                        .orElse(null));
    }

    /** Dots would lead out of the endpoint's URL. */
    private static String requireName(String segment) {
        if (segment.equals(".") || segment.equals("..") || segment.isEmpty()) {
            throw RemoteFailure.of(Kind.INVALID, "an identifier is '%s', which cannot be in a path".formatted(segment));
        }
        return segment;
    }

    @Override
    public String toString() {
        return "%s /%s".formatted(method, String.join("/", path));
    }
}
