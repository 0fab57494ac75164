package com.sphereon.kms.persistence.jdbi.server;

/** How far a connection is protected. */
public enum TlsMode {
    /** Plain text. */
    DISABLE,
    /** Encrypted where the server offers it; whoever can change what is sent can prevent that. */
    PREFER,
    /** Encrypted, with whomever it is. */
    REQUIRE,
    /** Encrypted, with a server whose certificate comes from a known authority. */
    VERIFY_CA,
    /** Encrypted, with a server whose certificate comes from a known authority and names the host. */
    VERIFY_FULL;

    /** Whether the server has to show a certificate that is checked. */
    public boolean verifies() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }
}
