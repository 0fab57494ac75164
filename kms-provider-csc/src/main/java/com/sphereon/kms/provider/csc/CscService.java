package com.sphereon.kms.provider.csc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.provider.remote.BackendAnswer;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.HttpBackend;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A service that speaks the API of the Cloud Signature Consortium. Safe for use by many threads. */
final class CscService implements SigningService {
    static final String LIST = "credentials/list";
    static final String INFO = "credentials/info";
    static final String AUTHORIZE = "credentials/authorize";
    static final String SIGN = "signatures/signHash";

    private static final String TIMESTAMP = "signatures/timestamp";
    private static final String ID = "credentialID";

    private final HttpBackend backend;
    private final Discovery discovery;
    private final Optional<String> userId;
    private final Optional<Pin> pin;

    CscService(HttpBackend backend, Discovery discovery, Optional<String> userId, Optional<Pin> pin) {
        this.backend = backend;
        this.discovery = discovery;
        this.userId = userId;
        this.pin = pin;
    }

    @Override
    public Set<SignatureAlgorithm> algorithms() {
        return SignatureOids.algorithms();
    }

    @Override
    public Credential credential(String id, Deadline deadline) {
        CscApi api = discovery.api(deadline);
        ObjectNode body = ServiceAnswers.object()
                .put(ID, id)
                .put("certificates", "chain")
                .put("certInfo", true)
                .put("authInfo", true);
        JsonNode info = ServiceAnswers.csc(backend.send(api.request(INFO, body), deadline));
        if (!info.path(ID).asText(id).equals(id)) {
            throw ServiceAnswers.unexpected("the answer is about another credential");
        }
        JsonNode certificate = info.path("cert");
        Credential credential = Credential.of(
                id,
                Certificates.fromBase64(ServiceAnswers.texts(certificate, "certificates")),
                isEnabled(info.path("key"), certificate),
                Set.copyOf(ServiceAnswers.texts(info.path("key"), "algo")),
                api.activation(info));
        if (credential.activation().needsPin() && pin.isEmpty()) {
            throw RemoteFailure.of(Kind.INVALID, "the credential wants a PIN, and the provider has none");
        }
        return credential;
    }

    /** The state of the key must be told, that of the certificate may be. */
    private static boolean isEnabled(JsonNode key, JsonNode certificate) {
        return ServiceAnswers.text(key, "status").equals("enabled")
                && certificate.path("status").asText("valid").equals("valid");
    }

    @Override
    public byte[] sign(Credential credential, SignatureAlgorithm algorithm, byte[] digest, Deadline deadline) {
        return sign(credential, algorithm, List.of(digest), deadline).getFirst();
    }

    /** Signs several digests with one authorization; the signatures come in the same order. */
    List<byte[]> sign(Credential credential, SignatureAlgorithm algorithm, List<byte[]> digests, Deadline deadline) {
        String name = credential.nameOf(algorithm);
        if (digests.isEmpty() || digests.size() > credential.activation().maxHashes()) {
            throw RemoteFailure.of(
                    Kind.INVALID,
                    "%d hashes were given; the credential takes 1 to %d at once"
                            .formatted(digests.size(), credential.activation().maxHashes()));
        }
        DigestAlgorithm digestAlgorithm = algorithm.digest().orElseThrow();
        CscApi api = discovery.api(deadline);
        String activationData = authorize(api, credential, digestAlgorithm, digests, deadline);
        ObjectNode body = ServiceAnswers.object()
                .put(ID, credential.key().providerKeyId())
                .put("SAD", activationData)
                .put("signAlgo", name);
        SignatureOids.parameters(algorithm).ifPresent(parameters -> body.put("signAlgoParams", parameters));
        api.putSigned(body, digestAlgorithm, digests);
        JsonNode answer = ServiceAnswers.csc(backend.send(api.request(SIGN, body), deadline));
        List<String> signatures = ServiceAnswers.texts(answer, "signatures");
        if (signatures.size() != digests.size()) {
            throw ServiceAnswers.unexpected(
                    "%d hashes were given, and %d signatures came back".formatted(digests.size(), signatures.size()));
        }
        return signatures.stream()
                .map(signature -> AnsweredSignature.inPortForm(
                        ServiceAnswers.octets("signatures", signature),
                        credential.key().spec()))
                .toList();
    }

    /** The activation data is for one signature, and is kept nowhere. */
    private String authorize(
            CscApi api, Credential credential, DigestAlgorithm algorithm, List<byte[]> digests, Deadline deadline) {
        ObjectNode body = ServiceAnswers.object()
                .put(ID, credential.key().providerKeyId())
                .put("numSignatures", digests.size());
        if (credential.activation().bindsHashes()) {
            api.putAuthorized(body, algorithm, digests);
        }
        BackendAnswer answer = credential.activation().needsPin()
                ? authorizedWithPin(api, credential.key().providerKeyId(), body, deadline)
                : backend.send(api.request(AUTHORIZE, body), deadline);
        return ServiceAnswers.text(ServiceAnswers.csc(answer), "SAD");
    }

    private BackendAnswer authorizedWithPin(CscApi api, String credentialId, ObjectNode body, Deadline deadline) {
        try (Pin.Attempt attempt = pin.orElseThrow().begin(credentialId, deadline)) {
            attempt.pin().expose(octets -> {
                api.putPin(body, new String(octets, StandardCharsets.UTF_8));
                return body;
            });
            BackendAnswer answer = backend.send(api.request(AUTHORIZE, body), deadline);
            if (ServiceAnswers.errorCode(answer).equals("invalid_pin")) {
                throw attempt.refused();
            }
            ServiceAnswers.csc(answer);
            attempt.accepted();
            return answer;
        }
    }

    /**
     * A time-stamp token (RFC 3161) in DER. That it is about the digest is seen to here; whose it is, and what it is worth,
     * whoever relies on it finds out. There is no nonce in it, which Digidentity does not know: an older token for the same
     * digest would be as true.
     */
    byte[] timestamp(DigestAlgorithm algorithm, byte[] digest, Deadline deadline) {
        ObjectNode body = ServiceAnswers.object()
                .put("hash", Base64.getEncoder().encodeToString(digest))
                .put("hashAlgo", SignatureOids.name(algorithm));
        CscApi api = discovery.api(deadline);
        JsonNode answer = ServiceAnswers.csc(backend.send(api.request(TIMESTAMP, body), deadline));
        byte[] token = ServiceAnswers.octets("timestamp", ServiceAnswers.text(answer, "timestamp"));
        Timestamps.requireAbout(token, algorithm, digest);
        return token;
    }

    @Override
    public void check(Deadline deadline) {
        CscApi api = discovery.api(deadline);
        ObjectNode body = ServiceAnswers.object();
        userId.ifPresent(id -> body.put("userID", id));
        JsonNode answer = ServiceAnswers.csc(backend.send(api.request(LIST, body), deadline));
        ServiceAnswers.texts(answer, "credentialIDs");
    }
}
