package com.sphereon.kms.app.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sphereon.kms.core.audit.NoteKey;
import com.sphereon.kms.core.audit.TrustedKey;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The public keys an auditor trusts, in the forms in which they may have kept them. */
public final class TrustedKeys {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String PEM_END = "-----END PUBLIC KEY-----";
    private static final List<String> KEY_FACTORIES = List.of("EdDSA", "EC", "RSA");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private TrustedKeys() {}

    /**
     * The keys in a file: a JWK set or a JWK (RFC 7517), a SubjectPublicKeyInfo in PEM (RFC 7468 section 13), or verifier keys
     * (C2SP signed-note), one a line. In place of the name of a file, a verifier key may be given itself.
     *
     * @throws IllegalArgumentException when there is anything else
     * @throws IOException when the file cannot be read
     */
    public static List<TrustedKey> read(String fileOrVerifierKey) throws IOException {
        if (fileOrVerifierKey.contains("+") && !Files.exists(Path.of(fileOrVerifierKey))) {
            return List.of(TrustedKey.of(NoteKey.parse(fileOrVerifierKey)));
        }
        Path file = Path.of(fileOrVerifierKey);
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException("%s has more than %d octets".formatted(file, MAX_BYTES));
        }
        String content = Files.readString(file, StandardCharsets.UTF_8).strip();
        List<TrustedKey> keys = content.startsWith("{")
                ? jwks(content)
                : content.startsWith(PEM_BEGIN) ? List.of(TrustedKey.of(pem(content))) : verifierKeys(content);
        for (TrustedKey key : keys) {
            if (SignatureAlgorithm.fitting(key.key().spec()).isEmpty()) {
                throw new IllegalArgumentException("%s has a key that cannot sign".formatted(file));
            }
        }
        return keys;
    }

    private static List<TrustedKey> verifierKeys(String content) {
        return content.lines().map(line -> TrustedKey.of(NoteKey.parse(line))).toList();
    }

    private static List<TrustedKey> jwks(String content) {
        JsonNode json = json(content);
        List<TrustedKey> keys = new ArrayList<>();
        for (JsonNode key :
                json.has("keys") ? json.get("keys") : JSON.createArrayNode().add(json)) {
            keys.add(TrustedKey.of(jwk(key)));
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the JWK set has no keys");
        }
        return keys;
    }

    private static JsonNode json(String content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static PublicKeyMaterial jwk(JsonNode jwk) {
        Map<String, String> members = new HashMap<>();
        jwk.properties().forEach(member -> {
            if (member.getValue().isTextual()) {
                members.put(member.getKey(), member.getValue().textValue());
            }
        });
        try {
            return PublicKeyMaterial.fromJwk(members);
        } catch (InvalidRequestException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static PublicKeyMaterial pem(String content) {
        if (!content.endsWith(PEM_END)) {
            throw new IllegalArgumentException("there must be one public key in a PEM file, and nothing else");
        }
        byte[] encoded = Base64.getMimeDecoder()
                .decode(content.substring(PEM_BEGIN.length(), content.length() - PEM_END.length()));
        for (String factory : KEY_FACTORIES) {
            try {
                return PublicKeyMaterial.from(
                        KeyFactory.getInstance(factory).generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException | InvalidRequestException e) {
                // Which factory reads a key is not said by the key in a form the JDK would tell.
            }
        }
        throw new IllegalArgumentException("the PEM file has a key that is not supported, or none");
    }
}
