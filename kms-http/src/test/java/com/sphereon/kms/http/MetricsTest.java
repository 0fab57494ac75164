package com.sphereon.kms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.CallObserver.BreakerState;
import com.sphereon.kms.core.spi.CallObserver.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a provider's observer is told, monitoring can read. */
class MetricsTest {
    private static final ProviderId AWS = new ProviderId("aws-eu");
    private static final String COUNT = "kms_provider_calls_seconds_count";

    private final HttpFixture kms = new HttpFixture("/api");
    private final Metrics metrics = kms.metrics();

    @AfterEach
    void stop() {
        kms.close();
    }

    private static ProviderDefinition definition(ProviderId id, ProviderVisibility visibility) {
        return new ProviderDefinition(id, "aws_kms", "AWS", visibility, true, Map.of());
    }

    private List<String> scraped(String name) {
        return kms.send("GET", "/metrics", null)
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .toList();
    }

    @Test
    void calls_ofAProvider_countedByOperationAndOutcome() {
        CallObserver observer = metrics.observerOf(definition(AWS, ProviderVisibility.tenants()));

        observer.callEnded(AWS, "sign", Outcome.SUCCEEDED, Duration.ofMillis(20));
        observer.callEnded(AWS, "sign", Outcome.SUCCEEDED, Duration.ofMillis(30));
        observer.callEnded(AWS, "sign", Outcome.DEADLINE_EXCEEDED, Duration.ofSeconds(10));

        assertThat(scraped(COUNT))
                .containsExactlyInAnyOrder(
                        COUNT + "{operation=\"sign\",outcome=\"succeeded\",provider=\"aws-eu\"} 2",
                        COUNT + "{operation=\"sign\",outcome=\"deadline_exceeded\",provider=\"aws-eu\"} 1");
        assertThat(scraped("kms_provider_calls_seconds_sum"))
                .contains("kms_provider_calls_seconds_sum"
                        + "{operation=\"sign\",outcome=\"succeeded\",provider=\"aws-eu\"} 0.05");
    }

    @Test
    void breaker_asItChanges_isANumber() {
        CallObserver observer = metrics.observerOf(definition(AWS, ProviderVisibility.tenants()));
        observer.callEnded(AWS, "sign", Outcome.UNAVAILABLE, Duration.ofMillis(1));
        assertThat(scraped("kms_provider_breaker")).containsExactly("kms_provider_breaker{provider=\"aws-eu\"} 0.0");

        observer.breakerChanged(AWS, BreakerState.OPEN);
        assertThat(scraped("kms_provider_breaker")).containsExactly("kms_provider_breaker{provider=\"aws-eu\"} 1.0");

        observer.breakerChanged(AWS, BreakerState.HALF_OPEN);
        assertThat(scraped("kms_provider_breaker")).containsExactly("kms_provider_breaker{provider=\"aws-eu\"} 2.0");

        metrics.observerOf(definition(AWS, ProviderVisibility.tenants()));
        assertThat(scraped("kms_provider_breaker")).containsExactly("kms_provider_breaker{provider=\"aws-eu\"} 0.0");
    }

    @Test
    void providers_ofTenantsAndHiddenOnes_areNotNamed() {
        ProviderId secret = new ProviderId("secret-id");
        TenantId tenant = new TenantId("acme");
        List.of(
                        new ProviderVisibility.Owned(tenant),
                        new ProviderVisibility.Shared(false, Set.of(tenant)),
                        ProviderVisibility.system())
                .forEach(visibility -> {
                    CallObserver observer = metrics.observerOf(definition(secret, visibility));
                    observer.callEnded(secret, "sign", Outcome.SUCCEEDED, Duration.ofMillis(1));
                    observer.breakerChanged(secret, BreakerState.OPEN);
                });

        assertThat(scraped(COUNT))
                .containsExactlyInAnyOrder(
                        COUNT + "{operation=\"sign\",outcome=\"succeeded\",provider=\"(tenants)\"} 2",
                        COUNT + "{operation=\"sign\",outcome=\"succeeded\",provider=\"(hidden)\"} 1");
        assertThat(scraped("kms_provider_breaker")).isEmpty();
        assertThat(scraped("")).noneMatch(line -> line.contains("secret-id") || line.contains("acme"));
    }

    @Test
    void alarms_ofTheAuditLog_areThereWithoutAnyProvider() {
        assertThat(scraped("kms_audit_alarms")).containsExactly("kms_audit_alarms 0.0");
        assertThat(scraped(COUNT)).isEmpty();
    }
}
