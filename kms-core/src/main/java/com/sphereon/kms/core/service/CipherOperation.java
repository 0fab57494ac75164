package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.ProviderOperation;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What keys are used for besides signing, and what each use asks of a key. */
enum CipherOperation {
    ENCRYPT(AuditOperation.ENCRYPT, ProviderOperation.ENCRYPT, KeyOperation.ENCRYPT),
    DECRYPT(AuditOperation.DECRYPT, ProviderOperation.DECRYPT, KeyOperation.DECRYPT),
    WRAP(AuditOperation.WRAP_KEY, ProviderOperation.WRAP_KEY, KeyOperation.WRAP_KEY),
    UNWRAP(AuditOperation.UNWRAP_KEY, ProviderOperation.UNWRAP_KEY, KeyOperation.UNWRAP_KEY),
    AGREE(AuditOperation.AGREE_KEY, ProviderOperation.KEY_AGREEMENT, KeyOperation.DERIVE_KEY, KeyOperation.DERIVE_BITS);

    private final AuditOperation recordedAs;
    private final ProviderOperation declaredAs;
    private final Set<KeyOperation> permittedBy;

    CipherOperation(
            AuditOperation recordedAs, ProviderOperation declaredAs, KeyOperation permission, KeyOperation... more) {
        this.recordedAs = recordedAs;
        this.declaredAs = declaredAs;
        this.permittedBy = Collections.unmodifiableSet(EnumSet.of(permission, more));
    }

    AuditOperation recordedAs() {
        return recordedAs;
    }

    ProviderOperation declaredAs() {
        return declaredAs;
    }

    /** The operations of a key of which one is enough. */
    Set<KeyOperation> permittedBy() {
        return permittedBy;
    }

    /** Whether it undoes what protects something, so that every reason for a failure is to stay unknown. */
    boolean opens() {
        return this == DECRYPT || this == UNWRAP;
    }

    /**
     * Whether the state of a version allows it. Agreement opens what was protected with the public half, for which that half is all
     * anybody needs; so it goes on as long as decryption does.
     */
    boolean isAllowed(KeyReference version) {
        return switch (this) {
            case ENCRYPT, WRAP -> version.state().mayProtect();
            case DECRYPT, UNWRAP, AGREE -> version.state().mayProcess() && version.state() != KeyState.DESTROYED;
        };
    }

    /** In a sentence. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
