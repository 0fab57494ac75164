package com.sphereon.kms.provider.csc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.provider.remote.BackendAnswer;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what signing services answer, strictly, and writes what they are asked. */
final class ServiceAnswers {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private ServiceAnswers() {}

    /** A document to fill. */
    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The document's bytes. */
    static byte[] bytes(ObjectNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** The object that was answered. */
    static JsonNode json(BackendAnswer answer) {
        return object(answer).orElseThrow(() -> unexpected("the answer is no JSON object"));
    }

    /** The object a CSC service answered; what went wrong there as CSC section 10.1 has it. */
    static JsonNode csc(BackendAnswer answer) {
        if (answer.status() == BAD_REQUEST || answer.status() == NOT_FOUND) {
            throw refusal(answer.status(), object(answer).orElseGet(ServiceAnswers::object));
        }
        return json(answer.requireSuccess());
    }

    /** The code of the failure that was answered; empty when there is none. */
    static String errorCode(BackendAnswer answer) {
        return answer.isSuccess()
                ? ""
                : object(answer).map(ServiceAnswers::errorCode).orElse("");
    }

    private static String errorCode(JsonNode error) {
        return error.path("error").asText("");
    }

    /**
     * A credential that does not exist is an invalid parameter to the standard, and shows in the description alone. Since
     * everything else in our requests is well-formed, no other refusal is the caller's fault.
     */
    private static RemoteFailure refusal(int status, JsonNode error) {
        String code = errorCode(error);
        String description = error.path("error_description").asText("").toLowerCase(Locale.ROOT);
        boolean missing = status == NOT_FOUND ? !code.isEmpty() : description.contains("credentialid");
        if (missing) {
            return RemoteFailure.of(Kind.NOT_FOUND, "the backend has no such key");
        }
        return switch (code) {
            case "access_denied", "unauthorized_client", "invalid_client", "invalid_grant", "invalid_token" ->
                RemoteFailure.of(Kind.DENIED, "the backend refused our credentials");
            case "server_error", "temporarily_unavailable" ->
                RemoteFailure.of(Kind.UNAVAILABLE, "the backend failed with status " + status);
            default -> unexpected("the backend refused the request with status " + status);
        };
    }

    private static Optional<JsonNode> object(BackendAnswer answer) {
        try {
            return Optional.ofNullable(JSON.readTree(answer.body())).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty(); // its text repeats what could not be read
        }
    }

    /** The texts of an array that must be there. */
    static List<String> texts(JsonNode object, String name) {
        JsonNode array = object.path(name);
        List<String> texts = new ArrayList<>();
        array.forEach(element -> {
            if (!element.isTextual()) {
                throw unexpected("%s in the answer is not a list of texts".formatted(name));
            }
            texts.add(element.textValue());
        });
        if (!array.isArray()) {
            throw unexpected("%s is missing in the answer".formatted(name));
        }
        return texts;
    }

    /** A text that must be there and not be empty. */
    static String text(JsonNode object, String name) {
        String text = object.path(name).asText("");
        if (text.isEmpty()) {
            throw unexpected("%s is missing in the answer".formatted(name));
        }
        return text;
    }

    /** What that Base64 stands for. */
    static byte[] octets(String name, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw unexpected("%s in the answer is not Base64".formatted(name));
        }
    }

    /** What to throw when the answer is not one to what was asked. */
    static RemoteFailure unexpected(String message) {
        return RemoteFailure.of(Kind.UNEXPECTED, message);
    }
}
