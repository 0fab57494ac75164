package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The wish that a key gets another version.
 *
 * @param id of the rotation; whoever does not get the answer can ask for it
 * @param targetProvider where the version is made; when empty, where the policy or the tenant has such keys made, or else
 *     where the version before is
 * @param successor for a key that is managed elsewhere, and only then: the name of the next one at its provider
 * @param successorKid what the identifier of that one is expected to be; checked when given
 * @param rotateAt when the version shall begin to sign; as soon as it was published long enough when empty
 * @param publishBefore how long it is published before; as the policy says when empty, and not at all without one
 * @param overlap how long the version before stays published; as the policy says when empty, or seven days
 */
public record RotateKey(
        UUID id,
        Optional<ProviderId> targetProvider,
        Optional<KeyAlias> successor,
        Optional<Kid> successorKid,
        Optional<Instant> rotateAt,
        Optional<Duration> publishBefore,
        Optional<Duration> overlap) {

    /** As soon as possible, as the policy says. */
    public static RotateKey now() {
        return new RotateKey(
                UUID.randomUUID(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
