package com.sphereon.kms.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The OpenAPI description of this very server: the written document, with the base path and version it runs with.
 */
final class OpenApiDocument {
    private static final String RESOURCE = "openapi.json";

    private final byte[] bytes;

    /** @param secured whether calls need a token */
    OpenApiDocument(String basePath, String version, boolean secured) {
        JsonNode document = Json.read(resource(), JsonNode.class);
        ((ObjectNode) document.at("/servers/0")).put("url", basePath.isEmpty() ? "/" : basePath);
        ((ObjectNode) document.at("/info")).put("version", version);
        if (!secured) {
            ((ObjectNode) document).putArray("security");
        }
        bytes = Json.write(document);
    }

    byte[] bytes() {
        return bytes;
    }

    private static byte[] resource() {
        try (InputStream stream = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
