package com.sphereon.kms.provider.csc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.provider.remote.Authorization;
import com.sphereon.kms.provider.remote.BackendAnswer;
import com.sphereon.kms.provider.remote.BackendRequest;
import com.sphereon.kms.provider.remote.BackendRequest.Content;
import com.sphereon.kms.provider.remote.CredentialSource;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.HttpBackend;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Digidentity's automatic signer of e-seals: one key, RSASSA-PKCS1-v1_5 with SHA-256 only, no list and no description. Each
 * answer shows the certificate that was used, so a look at the key is a signature over a hash of zeros, which no message has.
 * Safe for use by many threads.
 */
final class AutoSigner implements SigningService {
    private static final byte[] NO_HASH = new byte[32];
    private static final SignatureAlgorithm ALGORITHM = SignatureAlgorithm.RSA_SHA256;

    private static final Pattern HEADER = Pattern.compile("[\\x21-\\x7e]+");

    private record Answer(Certificates certificates, String signature) {}

    private final String id;
    private final HttpBackend backend;
    private final Authorization authorization;
    private final CredentialSource apiKey;

    /** @param authorization that of the backend */
    AutoSigner(String id, HttpBackend backend, Authorization authorization, CredentialSource apiKey) {
        this.id = id;
        this.backend = backend;
        this.authorization = authorization;
        this.apiKey = apiKey;
    }

    @Override
    public Set<SignatureAlgorithm> algorithms() {
        return Set.of(ALGORITHM);
    }

    @Override
    public Credential credential(String wanted, Deadline deadline) {
        if (!wanted.equals(id)) {
            throw RemoteFailure.of(Kind.NOT_FOUND, "the backend has no such key");
        }
        return Credential.of(
                id,
                ask(NO_HASH, deadline).certificates(),
                true,
                Set.of(SignatureOids.SHA256_WITH_RSA),
                Activation.NONE);
    }

    @Override
    public byte[] sign(Credential credential, SignatureAlgorithm algorithm, byte[] digest, Deadline deadline) {
        credential.nameOf(algorithm);
        Answer answer = ask(digest, deadline);
        if (!credential
                .key()
                .publicKey()
                .equals(Optional.of(answer.certificates().publicKey()))) {
            throw ServiceAnswers.unexpected("the answer is about another key");
        }
        byte[] signature = ServiceAnswers.octets("signature", answer.signature());
        return AnsweredSignature.inPortForm(signature, credential.key().spec());
    }

    /** The service takes hashes in lower case only. */
    private Answer ask(byte[] digest, Deadline deadline) {
        String hash = HexFormat.of().formatHex(digest);
        JsonNode attributes = ServiceAnswers.json(send(hash, deadline).requireSuccess())
                .path("data")
                .path("attributes");
        if (!ServiceAnswers.text(attributes, "hash_to_sign").equals(hash)) {
            throw ServiceAnswers.unexpected("the answer is about another hash");
        }
        byte[] certificates = ServiceAnswers.text(attributes, "certificate").getBytes(StandardCharsets.UTF_8);
        return new Answer(
                Certificates.fromPem(certificates),
                ServiceAnswers.text(attributes, "signature").replaceAll("[\r\n\t]", ""));
    }

    private BackendAnswer send(String hash, Deadline deadline) {
        ObjectNode body = ServiceAnswers.object();
        body.putObject("data").put("type", "sign").putObject("attributes").put("hash_to_sign", hash);
        Content content = new Content("application/vnd.api+json", ServiceAnswers.bytes(body));
        BackendRequest request = new BackendRequest(
                "POST",
                List.of("v1", "auto_signers", id, "sign"),
                Map.of(),
                Map.of("Accept", "application/json"),
                Optional.of(content));
        return backend.send(request.header("Api-Key", apiKey()), deadline);
    }

    /** Checked here, since the HTTP client would repeat one that cannot be sent in its message. */
    private String apiKey() {
        try (SecretBytes key = apiKey.read()) {
            String text = key.expose(octets -> new String(octets, StandardCharsets.UTF_8));
            if (!HEADER.matcher(text).matches()) {
                throw RemoteFailure.of(Kind.DENIED, "the API key has characters that cannot be sent");
            }
            return text;
        }
    }

    /** Whether there are tokens. To sign something for the sake of it would fill the account's history. */
    @Override
    public void check(Deadline deadline) {
        authorization.header(deadline);
    }
}
