package com.sphereon.kms.core.model;

import java.util.Optional;
import java.util.UUID;

/**
 * On what an operation is done. There is no place in it for anything secret, nor for free text.
 *
 * @param version number of the key's version, from 1
 * @param resource id of a rotation, a provider integration or a registered provider
 */
public record AuditTarget(
        Optional<KeyAlias> alias,
        Optional<Integer> version,
        Optional<ProviderId> provider,
        Optional<Kid> kid,
        Optional<Algorithm> algorithm,
        Optional<UUID> resource) {

    /** Nothing that has a name. */
    public static final AuditTarget NONE = new AuditTarget(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The key of that alias. */
    public static AuditTarget of(Optional<KeyAlias> alias) {
        return alias.isEmpty()
                ? NONE
                : new AuditTarget(
                        alias,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    /** The key of that alias. */
    public static AuditTarget of(KeyAlias alias) {
        return of(Optional.of(alias));
    }

    /** A version of a key. */
    public static AuditTarget of(KeyReference version) {
        return new AuditTarget(
                Optional.of(version.name().alias()),
                Optional.of(version.name().version()),
                Optional.of(version.provider()),
                version.identity().map(KeyIdentity::kid),
                Optional.empty(),
                Optional.empty());
    }

    /** What a client asked for by a name that may be an alias or a kid; no name can be recorded that cannot be one. */
    public static AuditTarget named(String aliasOrKid) {
        try {
            return of(new KeyAlias(aliasOrKid));
        } catch (InvalidRequestException e) {
            return NONE;
        }
    }

    /** The same with an algorithm. */
    public AuditTarget with(Algorithm used) {
        return new AuditTarget(alias, version, provider, kid, Optional.of(used), resource);
    }

    /** The same with a provider. */
    public AuditTarget with(ProviderId at) {
        return new AuditTarget(alias, version, Optional.of(at), kid, algorithm, resource);
    }

    /** The same with the id of a rotation or integration. */
    public AuditTarget with(UUID id) {
        return new AuditTarget(alias, version, provider, kid, algorithm, Optional.of(id));
    }
}
