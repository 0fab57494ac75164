package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Policies are kept whole, one for each alias. */
interface PolicyRules extends StoreFixture {

    default RotationPolicyStore policies() {
        return persistence().rotationPolicies();
    }

    default RotationPolicy insertedPolicy(RotationPolicy policy) {
        policies().insert(policy);
        return policy;
    }

    private RotationPolicy full(String alias) {
        return new RotationPolicy(
                tenant(),
                new KeyAlias(alias),
                new RotationPolicy.Schedule(
                        RotationPolicy.MAX_DURATION,
                        RotationPolicy.MAX_DURATION.minusNanos(1),
                        Duration.parse("P3659DT23H59M59.999999999S")),
                Optional.of(new ProviderId("p".repeat(64))),
                Instant.parse("2037-12-31T23:59:59.999999Z"),
                new Change(KeyReferences.CREATED.at(), "s".repeat(255)),
                new Change(KeyReferences.later(1).at(), "\u00fc\ud83d\udd11"),
                7);
    }

    @Test
    default void insertPolicy_hostileAliases_eachIsItself() {
        List<RotationPolicy> stored = Stream.concat(
                        RoundTripRules.HOSTILE_NAMES.stream(),
                        Stream.of("n".repeat(KeyAlias.MAX_CHARS), "n".repeat(KeyAlias.MAX_CHARS - 1)))
                .map(alias -> insertedPolicy(full(alias)))
                .toList();

        for (RotationPolicy policy : stored) {
            assertThat(policies().find(tenant(), policy.alias())).contains(policy);
            assertThat(policies().find(stranger(), policy.alias())).isEmpty();
        }
        assertThat(policies().list(tenant()))
                .isEqualTo(stored.stream()
                        .sorted(Comparator.comparing(policy -> policy.alias().value()))
                        .toList());
        assertThat(policies().list(stranger())).isEmpty();
    }

    @Test
    default void updatePolicy_everyField_comesBackEqual() {
        RotationPolicy policy = insertedPolicy(full("key"));
        policy = policy.changed(
                new RotationPolicy.Schedule(RotationPolicy.MIN_INTERVAL, Duration.ZERO, Duration.ZERO),
                Optional.empty(),
                TenantRows.DUE,
                KeyReferences.later(9));
        policies().update(policy);

        assertThat(policies().find(tenant(), policy.alias())).contains(policy);
        assertThat(policies().list(tenant())).containsExactly(policy);
    }

    @Test
    default void findDuePolicies_aroundTheMoment_longestDueFirst() {
        Instant now = TenantRows.DUE;
        RotationPolicy longAgo = insertedPolicy(TenantRows.policy(tenant(), "d", now.minusSeconds(9)));
        RotationPolicy at = insertedPolicy(TenantRows.policy(tenant(), "c", now));
        RotationPolicy before = insertedPolicy(TenantRows.policy(tenant(), "b", now.minusNanos(1_000)));
        insertedPolicy(TenantRows.policy(tenant(), "a", now.plusNanos(1_000)));
        insertedPolicy(TenantRows.policy(stranger(), "e", now));

        assertThat(policies().findDue(tenant(), now)).containsExactly(longAgo, before, at);
        assertThat(policies().findDue(tenant(), now.plusNanos(999))).containsExactly(longAgo, before, at);
        assertThat(policies().findDue(tenant(), now.minusNanos(1))).containsExactly(longAgo, before);
        assertThat(policies().findDue(tenant(), now.minusSeconds(10))).isEmpty();
    }
}
