package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request that may be repeated. Of the key only a hash is kept, and of the body, which may hold a private key, only a MAC
 * under that key: whoever reads the database cannot try out bodies.
 *
 * @param key what the caller chose, 1 to {@value #MAX_KEY_CHARS} visible ASCII characters
 * @param operation method and target of the request
 * @param body as it came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record IdempotentRequest(String key, String operation, byte[] body) {
    /** Longest key, in characters. */
    public static final int MAX_KEY_CHARS = 255;

    /** @throws InvalidRequestException when the key is not of the allowed form */
    public IdempotentRequest {
        boolean allowed =
                !key.isEmpty() && key.length() <= MAX_KEY_CHARS && key.chars().allMatch(c -> c > ' ' && c <= '~');
        if (!allowed) {
            throw new InvalidRequestException("Idempotency-Key must be 1 to %d visible ASCII characters; it has %d"
                    .formatted(MAX_KEY_CHARS, key.length()));
        }
    }

    /** Callers do not see each other's answers, so each has keys of its own. */
    String id(Caller caller) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(caller.subject().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(caller.service().map(Object::toString).orElse("").getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String fingerprint() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(operation.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }
}
