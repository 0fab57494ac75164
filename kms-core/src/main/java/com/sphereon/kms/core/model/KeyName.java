package com.sphereon.kms.core.model;

/**
 * The full name of a key version.
 *
 * @param version counts from 1 within the alias
 */
public record KeyName(TenantId tenant, KeyAlias alias, int version) {

    /** @throws InvalidRequestException when the version is below 1 */
    public KeyName {
        if (version < 1) {
            throw new InvalidRequestException("version is %d; versions count from 1".formatted(version));
        }
    }
}
