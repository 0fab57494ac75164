package com.sphereon.kms.provider.csc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Script;
import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A signing service that speaks CSC 1.0.4 and 2.0.0.2, to clients with a good token. An authorization to sign is good once, and
 * for its hashes only where the credential says so.
 */
final class FakeCsc implements Script {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PINS_UNTIL_LOCKED = 3;

    private record Authorized(String credentialId, Optional<List<String>> hashes, int numSignatures) {}

    private static final class Refused extends RuntimeException {
        private final String error;

        Refused(String error, String description) {
            super(description);
            this.error = error;
        }
    }

    final FakeCa authority = new FakeCa();
    final FakeTokens tokens;

    /** Methods that were called, without their version, in that order. */
    final List<String> called = new CopyOnWriteArrayList<>();

    /** The bodies they were called with. */
    final List<JsonNode> bodies = new CopyOnWriteArrayList<>();

    /** Changes the answer of a method before it leaves. */
    final Map<String, UnaryOperator<ObjectNode>> lies = new ConcurrentHashMap<>();

    volatile Set<String> versions;
    final AtomicInteger wrongPins = new AtomicInteger();

    private final Map<String, FakeCredential> credentials = new ConcurrentHashMap<>();
    private final Map<String, Authorized> authorizations = new ConcurrentHashMap<>();

    /** All activation data that was given out. */
    final Set<String> sads = ConcurrentHashMap.newKeySet();

    FakeCsc(FakeTokens tokens, String... versions) {
        this.tokens = tokens;
        this.versions = Set.of(versions);
    }

    FakeCredential add(String id, String kind) {
        FakeCredential credential = new FakeCredential(id, kind, authority);
        credentials.put(id, credential);
        return credential;
    }

    void remove(String id) {
        credentials.remove(id);
    }

    @Override
    public boolean isForToken(Ask ask) {
        return tokens.serves(ask);
    }

    @Override
    public Reply credentialsExpired() {
        return Reply.json(401, "{\"error\":\"invalid_token\",\"error_description\":\"The access token expired\"}");
    }

    @Override
    public Reply answer(Ask ask, Optional<Fault> lie) {
        if (tokens.serves(ask)) {
            return tokens.answer(ask);
        }
        String[] path = ask.target().split("/", 4);
        if (path.length != 4 || !path[1].equals("csc") || !versions.contains(path[2])) {
            return Reply.json(404, "");
        }
        if (!ask.method().equals("POST")
                || !ask.headers().getOrDefault("content-type", "").equals("application/json")) {
            return Reply.json(415, "{}");
        }
        if (!tokens.accepts(ask)) {
            return credentialsExpired();
        }
        try {
            called.add(path[3]);
            JsonNode body = JSON.readTree(ask.body());
            bodies.add(body);
            ObjectNode answer = answer(path[2].equals("v2"), path[3], body, lie);
            return Reply.json(
                    200, lies.getOrDefault(path[3], told -> told).apply(answer).toString());
        } catch (Refused e) {
            ObjectNode error = JSON.createObjectNode().put("error", e.error).put("error_description", e.getMessage());
            return Reply.json(400, error.toString());
        } catch (IOException | IllegalArgumentException e) {
            return Reply.json(400, "{\"error\":\"invalid_request\",\"error_description\":\"Malformed\"}");
        }
    }

    private ObjectNode answer(boolean v2, String method, JsonNode body, Optional<Fault> lie) {
        return switch (method) {
            case "info" -> info(v2);
            case "credentials/list" -> list(body);
            case "credentials/info" -> credentialInfo(v2, body);
            case "credentials/authorize" -> authorize(v2, body);
            case "signatures/signHash" -> signHash(v2, body, lie);
            case "signatures/timestamp" -> timestamp(body);
            default -> throw new Refused("invalid_request", "No such method");
        };
    }

    private static ObjectNode info(boolean v2) {
        ObjectNode info =
                JSON.createObjectNode().put("specs", v2 ? "2.0.0.2" : "1.0.4.0").put("name", "Fake");
        info.putArray("methods")
                .add("info")
                .add("credentials/list")
                .add("credentials/info")
                .add("credentials/authorize")
                .add("signatures/signHash");
        return info;
    }

    private ObjectNode list(JsonNode body) {
        if (!body.path("userID").asText("").equals("seal-user")) {
            throw new Refused("invalid_request", "Missing (or invalid type) string parameter userID");
        }
        ObjectNode list = JSON.createObjectNode();
        credentials.keySet().forEach(list.putArray("credentialIDs")::add);
        return list;
    }

    private FakeCredential credential(JsonNode body) {
        FakeCredential credential = credentials.get(body.path("credentialID").asText(""));
        if (credential == null) {
            throw new Refused("invalid_request", "Invalid parameter credentialID");
        }
        return credential;
    }

    private ObjectNode credentialInfo(boolean v2, JsonNode body) {
        FakeCredential credential = credential(body);
        if (!body.path("certificates").asText("").equals("chain")
                || !body.path("certInfo").asBoolean()
                || !body.path("authInfo").asBoolean()) {
            throw new Refused("invalid_request", "Too little was asked for");
        }
        ObjectNode info = JSON.createObjectNode();
        ObjectNode key =
                info.putObject("key").put("status", credential.keyStatus).put("len", 256);
        credential.algorithms.forEach(key.putArray("algo")::add);
        ObjectNode certificate = info.putObject("cert").put("status", credential.certificateStatus);
        credential.chain.forEach(one -> certificate.withArray("certificates").add(base64(one)));
        info.put("SCAL", credential.bindsHashes ? "2" : "1").put("multisign", credential.maxHashes);
        ObjectNode auth = v2 ? info.putObject("auth") : info;
        auth.put(v2 ? "mode" : "authMode", credential.authMode);
        if (v2) {
            credential.pin.ifPresent(pin -> auth.withArray("objects")
                    .addObject()
                    .put("type", "Password")
                    .put("id", "PIN"));
            if (credential.asksForOtp) {
                auth.withArray("objects").addObject().put("type", "Password").put("id", "OTP");
            }
        } else {
            info.putObject("PIN").put("presence", Boolean.toString(credential.pin.isPresent()));
            info.putObject("OTP").put("presence", Boolean.toString(credential.asksForOtp));
        }
        return info;
    }

    private ObjectNode authorize(boolean v2, JsonNode body) {
        FakeCredential credential = credential(body);
        credential.pin.ifPresent(pin -> requirePin(pin, pin(v2, body)));
        int numSignatures = body.path("numSignatures").asInt();
        Optional<List<String>> hashes =
                credential.bindsHashes ? Optional.of(texts(body, v2 ? "hashes" : "hash")) : Optional.empty();
        if (numSignatures < 1
                || numSignatures > credential.maxHashes
                || hashes.filter(list -> list.size() != numSignatures).isPresent()) {
            throw new Refused("invalid_request", "Invalid parameter numSignatures");
        }
        String sad = "canary-sad-" + UUID.randomUUID();
        sads.add(sad);
        authorizations.put(sad, new Authorized(credential.id, hashes, numSignatures));
        return JSON.createObjectNode().put("SAD", sad).put("expiresIn", 300);
    }

    private static String pin(boolean v2, JsonNode body) {
        JsonNode factor = body.path("authData").path(0);
        return v2
                ? (factor.path("id").asText().equals("PIN")
                        ? factor.path("value").asText()
                        : "")
                : body.path("PIN").asText("");
    }

    private void requirePin(String right, String given) {
        if (wrongPins.get() >= PINS_UNTIL_LOCKED) {
            throw new Refused("access_denied", "The credential is locked");
        }
        if (!right.equals(given)) {
            wrongPins.incrementAndGet();
            throw new Refused("invalid_pin", "The PIN " + given + " is invalid");
        }
    }

    private ObjectNode signHash(boolean v2, JsonNode body, Optional<Fault> lie) {
        FakeCredential credential = credential(body);
        List<String> hashes = texts(body, v2 ? "hashes" : "hash");
        Authorized authorized = authorizations.remove(body.path("SAD").asText(""));
        if (authorized == null
                || !authorized.credentialId().equals(credential.id)
                || authorized.numSignatures() != hashes.size()
                || authorized.hashes().filter(list -> !list.equals(hashes)).isPresent()) {
            throw new Refused("invalid_request", "Invalid parameter SAD");
        }
        String algorithm = body.path("signAlgo").asText("");
        if (!credential.algorithms.contains(algorithm)) {
            throw new Refused("invalid_request", "Invalid parameter signAlgo");
        }
        Optional<byte[]> parameters = Optional.ofNullable(body.get("signAlgoParams"))
                .map(text -> Base64.getDecoder().decode(text.textValue()));
        String hashAlgorithm = body.path(v2 ? "hashAlgorithmOID" : "hashAlgo").asText("");
        KeyPair used = lie.filter(Fault.OTHER_KEYS_SIGNATURE::equals).isPresent()
                ? FakeCa.key(credential.keys.getPublic().getAlgorithm().equals("EC") ? "P-256 stray" : "2048 stray")
                : credential.keys;
        ObjectNode answer = JSON.createObjectNode();
        for (String hash : hashes) {
            byte[] signature = credential.sign(
                    algorithm, hashAlgorithm, parameters, Base64.getDecoder().decode(hash), used);
            boolean malformed = lie.filter(Fault.MALFORMED_SIGNATURE::equals).isPresent();
            byte[] told = malformed ? Arrays.copyOf(signature, signature.length + 3) : signature;
            answer.withArray("signatures").add(Base64.getEncoder().encodeToString(told));
        }
        return answer;
    }

    private ObjectNode timestamp(JsonNode body) {
        byte[] hash = Base64.getDecoder().decode(body.path("hash").asText(""));
        byte[] token = authority.timestamp(body.path("hashAlgo").asText(""), hash);
        return JSON.createObjectNode().put("timestamp", Base64.getEncoder().encodeToString(token));
    }

    private static List<String> texts(JsonNode body, String name) {
        List<String> texts = new ArrayList<>();
        body.path(name).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
