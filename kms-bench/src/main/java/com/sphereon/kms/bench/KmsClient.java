package com.sphereon.kms.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The few calls that prepare a measurement. Safe for use by many threads. */
final class KmsClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * The public key of a duty, which is made when somebody first signs for it.
     *
     * @throws IllegalStateException when the product does not answer as it must
     */
    PublicKeyMaterial.Ec dutyKey(ServerProcess product, String token, String alias) throws InterruptedException {
        URI sign = product.uri(Product.SIGN_PATH);
        byte[] message = Messages.fixed().get(0);
        send(Messages.request(sign, token, Messages.body(alias, message)), SignatureAnswer.CREATED);
        HttpRequest jwks = HttpRequest.newBuilder(product.uri(Product.API + "/keys/" + alias + "/jwks"))
                .header("Authorization", "Bearer " + token)
                .build();
        return key(send(jwks, OK).at("/keys/0"));
    }

    /** The public key of a key, by its alias. */
    PublicKeyMaterial.Ec publicKey(ServerProcess product, String token, String alias) throws InterruptedException {
        return key(send("GET", product.uri(Product.API + "/keys/" + alias + "/jwks"), token, null, OK)
                .at("/keys/0"));
    }

    /** Sends a document, if there is one, and reads the answer. */
    JsonNode send(String method, URI uri, String token, @Nullable JsonNode body, int expected)
            throws InterruptedException {
        return send(request(method, uri, token, body).build(), expected);
    }

    /** Puts a document where the one that is there now is at {@code current}. */
    void replace(URI uri, URI current, String token, JsonNode body) throws InterruptedException {
        try {
            String tag = http.send(request("GET", current, token, null).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
            send(request("PUT", uri, token, body).header("If-Match", tag).build(), OK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.Builder request(String method, URI uri, String token, @Nullable JsonNode body) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    }

    /** What is at an address that is open to all. */
    String text(URI uri) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The public key of a bare endpoint. */
    PublicKeyMaterial.Ec bareKey(URI uri) throws InterruptedException {
        return key(send(HttpRequest.newBuilder(uri).build(), OK));
    }

    private static PublicKeyMaterial.Ec key(JsonNode jwk) {
        return (PublicKeyMaterial.Ec) PublicKeyMaterial.fromJwk(Map.of(
                "kty", jwk.path("kty").asText(),
                "crv", jwk.path("crv").asText(),
                "x", jwk.path("x").asText(),
                "y", jwk.path("y").asText()));
    }

    private JsonNode send(HttpRequest request, int expected) throws InterruptedException {
        try {
            var response = http.send(request, BodyHandlers.ofByteArray());
            JsonNode body = JSON.readTree(response.body());
            if (response.statusCode() != expected) {
                throw new IllegalStateException(
                        "%s was answered %d: %s".formatted(request.uri(), response.statusCode(), body));
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
