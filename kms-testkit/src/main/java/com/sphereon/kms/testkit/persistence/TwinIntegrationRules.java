package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Purpose;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tenant has one integration of each provider, service and purpose. */
interface TwinIntegrationRules extends StoreFixture {
    Optional<ServiceName> ISSUER = Optional.of(Duty.SERVICES.get(0));
    Optional<ServiceName> VERIFIER = Optional.of(Duty.SERVICES.get(1));
    Optional<Purpose> CREDENTIALS = Optional.of(Purpose.CREDENTIAL_SIGNING);
    Optional<Purpose> AUDIT = Optional.of(Purpose.AUDIT_CHECKPOINT);

    private ProviderIntegrationStore places() {
        return persistence().providerIntegrations();
    }

    private ProviderIntegration integration(String provider, Optional<ServiceName> service, Optional<Purpose> purpose) {
        return integration(UUID.randomUUID(), tenant(), provider, service, purpose, 0);
    }

    private static ProviderIntegration integration(
            UUID id,
            TenantId tenant,
            String provider,
            Optional<ServiceName> service,
            Optional<Purpose> purpose,
            long revision) {
        return new ProviderIntegration(
                id,
                tenant,
                new ProviderId(provider),
                service,
                purpose,
                (int) revision,
                revision % 2 == 0,
                KeyReferences.CREATED,
                KeyReferences.CREATED,
                revision);
    }

    /** The next revision of one, which decides what the other does. */
    private static ProviderIntegration like(ProviderIntegration stored, ProviderIntegration other) {
        return integration(
                stored.id(),
                stored.tenant(),
                other.provider().value(),
                other.service(),
                other.purpose(),
                stored.revision() + 1);
    }

    private void assertRefused(Consumer<ProviderIntegration> write, ProviderIntegration integration) {
        List<ProviderIntegration> before = places().list(tenant());
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> write.accept(integration))
                .withMessageContaining("'" + integration.provider() + "'")
                .withMessageContaining("service and purpose");
        assertThat(places().list(tenant())).isEqualTo(before);
    }

    /** With a service and a purpose, with one of them, and with none. */
    private List<ProviderIntegration> insertedOfEachForm() {
        List<ProviderIntegration> stored = List.of(
                integration("software", ISSUER, CREDENTIALS),
                integration("software", ISSUER, Optional.empty()),
                integration("software", Optional.empty(), CREDENTIALS),
                integration("software", Optional.empty(), Optional.empty()));
        stored.forEach(places()::insert);
        return stored;
    }

    /** What differs in one thing only from each that {@link #insertedOfEachForm} inserts. */
    private List<ProviderIntegration> neighbours() {
        return List.of(
                integration("software-2", ISSUER, CREDENTIALS),
                integration("software", VERIFIER, CREDENTIALS),
                integration("software", ISSUER, AUDIT),
                integration("software-2", ISSUER, Optional.empty()),
                integration("software", VERIFIER, Optional.empty()),
                integration("software-2", Optional.empty(), CREDENTIALS),
                integration("software", Optional.empty(), AUDIT),
                integration("software-2", Optional.empty(), Optional.empty()));
    }

    @Test
    default void insertIntegration_sameProviderServiceAndPurpose_refused() {
        for (ProviderIntegration stored : insertedOfEachForm()) {
            ProviderIntegration twin = integration("software", stored.service(), stored.purpose());
            assertRefused(places()::insert, twin);
            // Neither being switched off nor another priority makes it something else.
            assertRefused(places()::insert, like(twin, twin));
        }
    }

    @Test
    default void insertIntegration_anyOfTheThreeDiffers_accepted() {
        List<ProviderIntegration> stored = insertedOfEachForm();
        List<ProviderIntegration> neighbours = neighbours();
        neighbours.forEach(places()::insert);

        assertThat(places().list(tenant())).hasSize(12).containsAll(stored).containsAll(neighbours);
    }

    @Test
    default void insertIntegration_strangersTwin_accepted() {
        for (ProviderIntegration stored : insertedOfEachForm()) {
            places().insert(integration(
                    UUID.randomUUID(), stranger(), "software", stored.service(), stored.purpose(), 0));
        }

        assertThat(places().list(stranger())).hasSize(4);
        assertThat(places().list(tenant())).hasSize(4);
    }

    @Test
    default void insertIntegration_twinDeletedOrChanged_accepted() {
        ProviderIntegration first = integration("software", ISSUER, Optional.empty());
        places().insert(first);
        ProviderIntegration second = integration("software", ISSUER, Optional.empty());
        assertRefused(places()::insert, second);
        places().delete(first);
        places().insert(second);
        ProviderIntegration moved = like(second, integration("software", VERIFIER, Optional.empty()));
        places().update(moved);
        ProviderIntegration third = integration("software", ISSUER, Optional.empty());
        places().insert(third);

        assertThat(places().list(tenant())).containsExactlyInAnyOrder(moved, third);
        assertRefused(places()::insert, integration("software", VERIFIER, Optional.empty()));
    }

    @Test
    default void updateIntegration_toWhatAnotherDecides_refused() {
        List<ProviderIntegration> stored = insertedOfEachForm();
        ProviderIntegration other = integration("aws", VERIFIER, AUDIT);
        places().insert(other);

        for (ProviderIntegration taken : stored) {
            assertRefused(places()::update, like(other, taken));
        }
        ProviderIntegration free = like(other, integration("aws", ISSUER, CREDENTIALS));
        places().update(free);
        assertThat(places().list(tenant())).contains(free).hasSize(5);
    }

    @Test
    default void updateIntegration_staysWhatItDecides_accepted() {
        insertedOfEachForm().forEach(stored -> {
            ProviderIntegration next = like(stored, stored);
            places().update(next);
            places().update(like(next, next));
            assertThat(places().list(tenant())).contains(like(next, next)).doesNotContain(stored);
        });
        assertThat(places().list(tenant())).hasSize(4);
    }

    @Test
    default void updateIntegration_toWhatStrangersOrDeletedOneDecided_accepted() {
        ProviderIntegration wanted = integration("software", Optional.empty(), Optional.empty());
        places().insert(wanted);
        places().delete(wanted);
        places().insert(integration(UUID.randomUUID(), stranger(), "software", wanted.service(), wanted.purpose(), 0));
        ProviderIntegration other = integration("aws", VERIFIER, AUDIT);
        places().insert(other);
        ProviderIntegration changed = like(other, wanted);
        places().update(changed);

        assertThat(places().list(tenant())).containsExactly(changed);
        assertThat(places().list(stranger())).hasSize(1);
    }

    @Test
    default void insertIntegration_twinsByManyAtOnce_oneWins() {
        List<ProviderIntegration> winners = Clients.winners(
                Stream.generate(() -> integration("software", ISSUER, Optional.empty()))
                        .limit(40)
                        .toList(),
                places()::insert);

        assertThat(winners).hasSize(1);
        assertThat(places().list(tenant())).isEqualTo(winners);
    }

    @Test
    default void writeIntegration_toTheSameByManyAtOnce_oneWins() {
        ProviderIntegration wanted = integration("software", Optional.empty(), CREDENTIALS);
        List<ProviderIntegration> stored = IntStream.range(0, 20)
                .mapToObj(i -> integration("software-" + i, ISSUER, CREDENTIALS))
                .toList();
        stored.forEach(places()::insert);
        List<ProviderIntegration> wishes = Stream.concat(
                        stored.stream().map(each -> like(each, wanted)),
                        Stream.generate(() -> integration("software", Optional.empty(), CREDENTIALS))
                                .limit(20))
                .toList();

        List<ProviderIntegration> winners = Clients.winners(wishes, wish -> write(places(), wish));

        assertThat(winners).hasSize(1);
        assertThat(places().list(tenant()).stream()
                        .filter(each -> each.provider().equals(wanted.provider())))
                .isEqualTo(winners);
    }

    private static void write(ProviderIntegrationStore store, ProviderIntegration integration) {
        if (integration.revision() == 0) {
            store.insert(integration);
        } else {
            store.update(integration);
        }
    }
}
