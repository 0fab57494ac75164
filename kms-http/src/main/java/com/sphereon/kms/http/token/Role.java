package com.sphereon.kms.http.token;

/** What a token says its holder is. What each may do is stated by the rights of the routes. */
public enum Role {
    /** A service of the platform that uses keys. */
    SERVICE("service"),
    /** Administers the keys of one tenant, and signs nothing. */
    TENANT_ADMIN("tenant-admin"),
    /** Looks and verifies, and changes nothing. */
    AUDITOR("auditor"),
    /** Administers providers, and reaches no tenant's keys. */
    PLATFORM_ADMIN("platform-admin");

    private final String id;

    Role(String id) {
        this.id = id;
    }

    /** The name in tokens and settings. */
    public String id() {
        return id;
    }
}
