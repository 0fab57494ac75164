package com.sphereon.kms.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a duty's key is for, and with which algorithm it signs when the service itself makes the key. */
public enum Purpose {
    CREDENTIAL_SIGNING("credential-signing", SignatureAlgorithm.ECDSA_SHA256),
    REQUEST_OBJECT_SIGNING("request-object-signing", SignatureAlgorithm.ECDSA_SHA256),
    ACCESS_TOKEN_SIGNING("access-token-signing", SignatureAlgorithm.ECDSA_SHA256),
    AUDIT_CHECKPOINT("audit-checkpoint", SignatureAlgorithm.ED25519),
    DID_UPDATE("did-update", SignatureAlgorithm.ED25519);

    private final String text;
    private final SignatureAlgorithm defaultAlgorithm;

    Purpose(String text, SignatureAlgorithm defaultAlgorithm) {
        this.text = text;
        this.defaultAlgorithm = defaultAlgorithm;
    }

    /** The purpose of that name. */
    public static Optional<Purpose> of(String text) {
        return Arrays.stream(values()).filter(p -> p.text.equals(text)).findFirst();
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Purpose::text).toList();
    }

    /** As it stands in an alias. */
    public String text() {
        return text;
    }

    /** What a key made at first use signs with. */
    public SignatureAlgorithm defaultAlgorithm() {
        return defaultAlgorithm;
    }
}
