package com.sphereon.kms.core.model;

import java.util.Optional;
import java.util.UUID;

/**
 * What became of a request that may be repeated.
 *
 * @param id hash of the caller and the key the caller chose, in hexadecimal
 * @param fingerprint hash of the request, keyed with what the caller chose, in hexadecimal
 * @param resource the id of what the request is to create
 * @param answer what was answered, once it was
 * @param touched when somebody began to work on the request last
 * @param revision counts the changes from 0, for optimistic locking
 */
public record IdempotencyRecord(
        TenantId tenant,
        String id,
        String fingerprint,
        UUID resource,
        Optional<Answer> answer,
        Change created,
        Change touched,
        long revision) {

    /**
     * An answer that created something.
     *
     * @param status the HTTP status code
     * @param location where the new thing is
     * @param body JSON
     */
    public record Answer(int status, String location, String body) {}

    /** A request that somebody has just begun to work on. */
    public static IdempotencyRecord begun(
            TenantId tenant, String id, String fingerprint, UUID resource, Change change) {
        return new IdempotencyRecord(tenant, id, fingerprint, resource, Optional.empty(), change, change, 0);
    }

    /** Somebody works on it anew. */
    public IdempotencyRecord begunAgain(UUID newResource, Change change) {
        return new IdempotencyRecord(
                tenant, id, fingerprint, newResource, Optional.empty(), created, change, revision + 1);
    }

    /** It was answered. */
    public IdempotencyRecord answered(Answer newAnswer, Change change) {
        return new IdempotencyRecord(
                tenant, id, fingerprint, resource, Optional.of(newAnswer), created, change, revision + 1);
    }
}
