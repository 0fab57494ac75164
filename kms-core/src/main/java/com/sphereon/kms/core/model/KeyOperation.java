package com.sphereon.kms.core.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The JWK member {@code key_ops} (RFC 7517 section 4.3). */
public enum KeyOperation {
    SIGN("sign", KeyUse.SIG),
    VERIFY("verify", KeyUse.SIG),
    ENCRYPT("encrypt", KeyUse.ENC),
    DECRYPT("decrypt", KeyUse.ENC),
    WRAP_KEY("wrapKey", KeyUse.ENC),
    UNWRAP_KEY("unwrapKey", KeyUse.ENC),
    DERIVE_KEY("deriveKey", KeyUse.ENC),
    DERIVE_BITS("deriveBits", KeyUse.ENC);

    static final Set<KeyOperation> SIGNING = set(SIGN, VERIFY);
    static final Set<KeyOperation> AGREEMENT = set(DERIVE_KEY, DERIVE_BITS);
    static final Set<KeyOperation> SIGNING_OR_AGREEMENT = set(SIGN, VERIFY, DERIVE_KEY, DERIVE_BITS);
    static final Set<KeyOperation> SIGNING_OR_ENCRYPTION = set(SIGN, VERIFY, ENCRYPT, DECRYPT, WRAP_KEY, UNWRAP_KEY);

    private final String jwkName;
    private final KeyUse use;

    KeyOperation(String jwkName, KeyUse use) {
        this.jwkName = jwkName;
        this.use = use;
    }

    /** The name in a JWK. */
    public String jwkName() {
        return jwkName;
    }

    /** The use this operation belongs to. */
    public KeyUse use() {
        return use;
    }

    private static Set<KeyOperation> set(KeyOperation first, KeyOperation... rest) {
        return Collections.unmodifiableSet(EnumSet.of(first, rest));
    }
}
