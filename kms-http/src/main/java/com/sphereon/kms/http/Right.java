package com.sphereon.kms.http;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.http.token.Role;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * What a route lets its caller do, and which roles may: the one table of both, repeated in docs/security.md, which a test
 * compares. A token with several roles may do what any of them may.
 */
enum Right {
    /** Generate and import: one right, because one route does both and its body is not read before the check. */
    CREATE_KEYS("create-keys", Role.SERVICE, Role.TENANT_ADMIN),
    REGISTER_KEYS("register-keys", Role.TENANT_ADMIN),
    READ_KEYS("read-keys", Role.SERVICE, Role.TENANT_ADMIN, Role.AUDITOR),
    DELETE_KEYS("delete-keys", Role.TENANT_ADMIN),
    /** What decides with which keys services sign: duties, integrations, states, rotations and their policies. */
    ADMINISTER_KEYS("administer-keys", Role.TENANT_ADMIN),
    READ_ADMINISTRATION("read-administration", Role.TENANT_ADMIN, Role.AUDITOR),
    SIGN("sign", Role.SERVICE),
    VERIFY("verify", Role.SERVICE, Role.TENANT_ADMIN, Role.AUDITOR),
    ENCRYPT("encrypt", Role.SERVICE),
    /** To undo what protects something, and to agree upon a secret: whoever may sees what others must not. */
    DECRYPT("decrypt", Role.SERVICE),
    RESOLVE("resolve", Role.SERVICE, Role.TENANT_ADMIN, Role.AUDITOR),
    READ_AUDIT("read-audit", Role.TENANT_ADMIN, Role.AUDITOR),
    /** Whoever has a signature may prove that it was recorded. */
    PROVE_AUDIT("prove-audit", Role.SERVICE, Role.TENANT_ADMIN, Role.AUDITOR),
    READ_PROVIDERS("read-providers", Role.SERVICE, Role.TENANT_ADMIN, Role.AUDITOR, Role.PLATFORM_ADMIN),
    READ_CAPABILITIES("read-capabilities", Role.SERVICE, Role.TENANT_ADMIN, Role.AUDITOR, Role.PLATFORM_ADMIN),
    /** Providers of the platform and of all tenants, with their configuration. */
    ADMINISTER_PROVIDERS("administer-providers", Role.PLATFORM_ADMIN),
    /** Health and facts of the process: for everyone, without a token. */
    OPERATE("operate");

    private final String id;
    private final Set<Role> roles;

    Right(String id, Role... roles) {
        this.id = id;
        this.roles = Set.of(roles);
    }

    /** The name in the documentation. */
    String id() {
        return id;
    }

    /** What is recorded when somebody without the right tries; nothing for what only looks. */
    Optional<AuditOperation> recordedAs() {
        return switch (this) {
            case CREATE_KEYS -> Optional.of(AuditOperation.GENERATE_KEY);
            case REGISTER_KEYS -> Optional.of(AuditOperation.REGISTER_KEY);
            case DELETE_KEYS -> Optional.of(AuditOperation.DELETE_KEY);
            case ADMINISTER_KEYS -> Optional.of(AuditOperation.ADMINISTER_KEY);
            case SIGN -> Optional.of(AuditOperation.SIGN);
            case VERIFY -> Optional.of(AuditOperation.VERIFY);
            case ENCRYPT -> Optional.of(AuditOperation.ENCRYPT);
            case DECRYPT -> Optional.of(AuditOperation.DECRYPT);
            case ADMINISTER_PROVIDERS -> Optional.of(AuditOperation.ADMINISTER_PROVIDER);
            case READ_KEYS,
                    READ_ADMINISTRATION,
                    READ_AUDIT,
                    PROVE_AUDIT,
                    RESOLVE,
                    READ_PROVIDERS,
                    READ_CAPABILITIES,
                    OPERATE -> Optional.empty();
        };
    }

    boolean isOpen() {
        return this == OPERATE;
    }

    boolean isOf(Role role) {
        return roles.contains(role);
    }

    boolean isOfAny(Set<Role> given) {
        return !Collections.disjoint(roles, given);
    }
}
