package com.sphereon.kms.core.model;

/** Families of keys (RFC 7518 section 6.1, RFC 8037 section 2). */
public enum KeyType {
    EC("EC", 2),
    RSA("RSA", 3),
    OKP("OKP", 1),
    OCT("oct", 4);

    private final String jwkName;
    private final int coseId;

    KeyType(String jwkName, int coseId) {
        this.jwkName = jwkName;
        this.coseId = coseId;
    }

    /** The JWK member {@code kty}. */
    public String jwkName() {
        return jwkName;
    }

    /** The COSE key type (RFC 9053 section 7). */
    public int coseId() {
        return coseId;
    }
}
