package com.sphereon.kms.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Speaks to the server as a service would, and holds every answer against the published document. */
final class KmsClient {
    static final String BASE_PATH = "/api/kms/v1";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final String root;
    private final Optional<String> token;
    private final Consumer<Answer> listener;

    KmsClient(int port) {
        this("http://localhost:" + port, Optional.empty(), answer -> {});
    }

    private KmsClient(String root, Optional<String> token, Consumer<Answer> listener) {
        this.root = root;
        this.token = token;
        this.listener = listener;
    }

    /** The same server, with that bearer token on every call. */
    KmsClient with(String bearerToken) {
        return new KmsClient(root, Optional.of(bearerToken), listener);
    }

    /** The same server, with somebody who gets every answer, before it is checked. */
    KmsClient overheardBy(Consumer<Answer> everyAnswer) {
        return new KmsClient(root, token, everyAnswer);
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Answer post(String path, JsonNode body) {
        return post(path, body.toString());
    }

    Answer post(String path, String body) {
        return send("POST", path, BodyPublishers.ofString(body), "Content-Type", "application/json");
    }

    /** Beside the base path. */
    Answer getAtRoot(String path) {
        return exchange("GET", path, BodyPublishers.noBody());
    }

    Answer sendAtRoot(String method, String path) {
        return exchange(method, path, BodyPublishers.noBody());
    }

    Answer send(String method, String path, BodyPublisher body, String... headers) {
        return exchange(method, BASE_PATH + path, body, headers);
    }

    private Answer exchange(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).timeout(TIMEOUT).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        try {
            Answer answer = Answer.of(HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
            listener.accept(answer);
            PublishedApi.check(method, path, answer);
            if (!path.equals("/openapi.json")) {
                WireRules.check(answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Generates a key and returns the key pair. */
    JsonNode generate(String alias, String algorithm) {
        return post("/keys", Json.object("alias", alias, "alg", algorithm))
                .expect(201)
                .at("/keyPair");
    }

    /** Imports a key and returns what is known of it. */
    JsonNode importKey(String alias, JsonNode jwk) {
        return post("/keys/import", Json.object("keyInfo", Json.object("alias", alias, "key", jwk)))
                .expect(201)
                .at("/keyInfo");
    }

    JsonNode keyInfo(String aliasOrKid) {
        return get("/keys/" + aliasOrKid).expect(200).at("/keyInfo");
    }

    List<String> aliases() {
        return get("/keys").expect(200).at("/keyInfos").findValuesAsText("alias");
    }

    byte[] sign(ObjectNode keyInfo, byte[] input) {
        return Json.bytes(sign(keyInfo, Json.base64(input)).expect(201).textAt("/signature"));
    }

    Answer sign(ObjectNode keyInfo, String input) {
        return post("/signatures/raw/create", Json.object("keyInfo", keyInfo, "input", input));
    }

    boolean isValid(ObjectNode keyInfo, byte[] input, byte[] signature) {
        return verify(keyInfo, Json.base64(input), Json.base64(signature))
                .expect(200)
                .at("/isValid")
                .booleanValue();
    }

    Answer verify(ObjectNode keyInfo, String input, String signature) {
        return post("/signatures/raw/verify", Json.object("keyInfo", keyInfo, "input", input, "signature", signature));
    }
}
