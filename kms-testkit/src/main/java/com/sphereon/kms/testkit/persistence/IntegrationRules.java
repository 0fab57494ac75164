package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Purpose;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Integrations come back whole, and in the order in which they decide. */
interface IntegrationRules extends StoreFixture {
    long SEED = 20260202;

    default ProviderIntegrationStore integrations() {
        return persistence().providerIntegrations();
    }

    @Test
    default void listIntegrations_everyKind_inTheOrderInWhichTheyDecide() {
        List<ProviderIntegration> stored = new ArrayList<>();
        for (Optional<ServiceName> service : options(Duty.SERVICES)) {
            for (Optional<Purpose> purpose : options(List.of(Purpose.values()))) {
                int place = stored.size();
                stored.add(new ProviderIntegration(
                        UUID.randomUUID(),
                        tenant(),
                        new ProviderId(place % 2 == 0 ? "p".repeat(64) : "aws"),
                        service,
                        purpose,
                        place % 3 == 0 ? 0 : ProviderIntegration.MAX_PRIORITY,
                        place % 5 != 0,
                        new Change(KeyReferences.CREATED.at().plusNanos(1_000L * (place % 7)), "s".repeat(255)),
                        KeyReferences.later(place),
                        0));
            }
        }
        Collections.shuffle(stored, new SplittableRandom(SEED));
        stored.forEach(integrations()::insert);

        assertThat(stored).hasSize(36);
        assertThat(integrations().list(tenant()))
                .as("seed %d", SEED)
                .isEqualTo(stored.stream().sorted(ProviderIntegration.ORDER).toList());
        assertThat(integrations().list(stranger())).isEmpty();
    }

    private static <T> List<Optional<T>> options(List<T> values) {
        return Stream.concat(Stream.of(Optional.<T>empty()), values.stream().map(Optional::of))
                .toList();
    }
}
