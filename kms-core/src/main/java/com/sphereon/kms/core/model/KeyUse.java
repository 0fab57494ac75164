package com.sphereon.kms.core.model;

/** The JWK member {@code use} (RFC 7517 section 4.2). A key serves one of the two (SP 800-57 part 1, section 5.2). */
public enum KeyUse {
    SIG("sig"),
    ENC("enc");

    private final String jwkName;

    KeyUse(String jwkName) {
        this.jwkName = jwkName;
    }

    /** The name in a JWK. */
    public String jwkName() {
        return jwkName;
    }
}
