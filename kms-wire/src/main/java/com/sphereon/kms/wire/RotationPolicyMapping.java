package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.service.RotationPolicies;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Between the schemas of rotation policies and the domain. */
public final class RotationPolicyMapping {
    private RotationPolicyMapping() {}

    /** When what happens, with the defaults for what was left out. */
    public static RotationPolicy.Schedule schedule(RotationPolicyRequest request) {
        return new RotationPolicy.Schedule(
                Durations.read("interval", Members.require("interval", request.interval())),
                Durations.readIfPresent("publishBefore", request.publishBefore())
                        .orElse(Duration.ZERO),
                Durations.readIfPresent("overlap", request.overlap()).orElse(RotationPolicy.DEFAULT_OVERLAP));
    }

    /** Where the versions are made, when one place is wanted. */
    public static Optional<ProviderId> target(RotationPolicyRequest request) {
        return Optional.ofNullable(request.targetProviderId()).map(ProviderId::new);
    }

    /**
     * The whole policy.
     *
     * @param current the version that stands for the key
     */
    public static RotationPolicyInfo toWire(RotationPolicy policy, Optional<KeyReference> current) {
        Optional<Instant> next = current.map(version -> RotationPolicies.rotateAt(version, policy.schedule()));
        return new RotationPolicyInfo(
                Durations.write(policy.schedule().interval()),
                Durations.write(policy.schedule().publishBefore()),
                Durations.write(policy.schedule().overlap()),
                policy.targetProvider().map(ProviderId::value).orElse(null),
                KeyVersionMapping.moment(next),
                policy.created().at().toString(),
                policy.updated().at().toString());
    }
}
