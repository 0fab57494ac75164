package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static com.sphereon.kms.core.service.KmsFixture.FAKE;
import static com.sphereon.kms.core.service.KmsFixture.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PreconditionFailedException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Purpose;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.model.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DutyTest {
    private static final String ALIAS = "issuer:credential-signing";
    private static final Duty DUTY = Duty.of("issuer", "credential-signing");
    private static final Caller ADMIN = ALICE.looking();
    private static final Caller ISSUER =
            new Caller(ALICE.tenant(), "alice:issuer", Optional.of(new ServiceName("issuer")));

    private final KmsFixture fixture = new KmsFixture();

    private static SigningKeySetting alias(String alias) {
        return new SigningKeySetting(Optional.of(new KeyAlias(alias)), true, true);
    }

    private SigningKey put(SigningKeySetting setting) {
        return fixture.kms.signingKeys().put(ADMIN, DUTY, setting, Tag.Precondition.NONE);
    }

    @Test
    void sign_firstUse_makesTheKeyOnce() {
        KeyReference first = fixture.sign(ALICE, ALIAS).version();

        assertThat(first.created().by()).isEqualTo("kms:provisioning");
        assertThat(fixture.sign(ALICE, ALIAS).version().id()).isEqualTo(first.id());
        assertThat(fixture.sign(BOB, ALIAS).version().id()).isNotEqualTo(first.id());
        assertThat(fixture.provider.keys).hasSize(2);
    }

    @Test
    void sign_hundredFirstUsesAtOnce_oneKey() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<UUID>> calls = IntStream.range(0, 100)
                    .<Callable<UUID>>mapToObj(
                            i -> () -> fixture.sign(ALICE, ALIAS).version().id())
                    .toList();
            List<Future<UUID>> answers = threads.invokeAll(calls);
            UUID first = answers.getFirst().get();
            for (Future<UUID> answer : answers) {
                assertThat(answer.get()).isEqualTo(first);
            }
        }
        assertThat(fixture.provider.keys).hasSize(1);
    }

    @Test
    void firstUse_whoOnlyLooks_makesNothing() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> fixture.kms.keys().get(ADMIN, ALIAS, Optional.empty()));
        assertThat(fixture.kms.signingKeys().get(ADMIN, DUTY).versions()).isEmpty();
        assertThat(fixture.kms.signingKeys().list(ADMIN)).hasSize(Duty.STANDARD.size());
        assertThat(fixture.provider.keys).isEmpty();
        fixture.kms.keys().get(ALICE, ALIAS, Optional.empty());
        assertThat(fixture.provider.keys).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer:other",
                "other:credential-signing",
                "issuer:",
                ":",
                "issuer:credential-signing:x",
                "ISSUER:credential-signing"
            })
    void firstUse_noDuty_makesNothing(String alias) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> fixture.sign(ALICE, alias));
        assertThat(fixture.provider.keys).isEmpty();
    }

    @Test
    void firstUse_forbiddenOrDisabled_refused() {
        put(new SigningKeySetting(Optional.empty(), true, false));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> fixture.sign(ALICE, ALIAS));
        put(new SigningKeySetting(Optional.empty(), false, true));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> fixture.sign(ALICE, ALIAS));
        assertThat(fixture.provider.keys).isEmpty();
    }

    @Test
    void sign_disabledDutyWithKey_saysSo() {
        fixture.sign(ALICE, ALIAS);
        put(new SigningKeySetting(Optional.empty(), false, true));

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> fixture.sign(ALICE, ALIAS))
                .withMessageContaining("disabled");
    }

    @Test
    void firstUse_providerAway_nothingLeftAndWorksLater() {
        fixture.provider.beforeGenerate = () -> {
            throw new IllegalStateException("down");
        };
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> fixture.sign(ALICE, ALIAS));
        fixture.provider.beforeGenerate = () -> {};

        assertThat(fixture.sign(ALICE, ALIAS).version().name().version()).isEqualTo(1);
    }

    @Test
    void firstUse_integrations_decideWhere() {
        integrate(OTHER, Optional.empty(), Optional.empty(), 5);
        assertThat(fixture.sign(ALICE, "as:access-token-signing")
                        .version()
                        .provider()
                        .value())
                .isEqualTo(OTHER);
        integrate(FAKE, Optional.of("issuer"), Optional.empty(), 900);
        assertThat(fixture.sign(ALICE, ALIAS).version().provider().value())
                .as("who names the service comes first whatever the priority")
                .isEqualTo(FAKE);
        assertThat(fixture.generate(ALICE, "free").provider().value())
                .as("a key that serves no duty is made at the default")
                .isEqualTo(FAKE);
    }

    @Test
    void integration_switched_nextKeyThereOldStays() {
        ProviderIntegration here = integrate(FAKE, Optional.empty(), Optional.empty(), 1);
        integrate(OTHER, Optional.empty(), Optional.empty(), 2);
        KeyReference before = fixture.sign(ALICE, ALIAS).version();
        fixture.kms
                .providerIntegrations()
                .put(
                        ADMIN,
                        here.id(),
                        new ProviderIntegrations.Wish(
                                new ProviderId(FAKE), Optional.empty(), Optional.empty(), 1, false),
                        Tag.Precondition.NONE);

        assertThat(fixture.sign(ALICE, ALIAS).version().id()).isEqualTo(before.id());
        fixture.kms.rotations().rotate(ADMIN, ALIAS, RotateKey.now());
        assertThat(fixture.sign(ALICE, ALIAS).version().provider().value()).isEqualTo(OTHER);
        assertThat(fixture.sign(BOB, ALIAS).version().provider().value()).isEqualTo(FAKE);
    }

    @Test
    void integration_badWishes_refused() {
        ProviderIntegration one = integrate(FAKE, Optional.of("issuer"), Optional.empty(), 1);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> integrate("nowhere", Optional.empty(), Optional.empty(), 1));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> integrate(FAKE, Optional.of("nobody"), Optional.empty(), 1));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> integrate(FAKE, Optional.empty(), Optional.empty(), -1));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> integrate(FAKE, Optional.of("issuer"), Optional.empty(), 7));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> fixture.kms.providerIntegrations().get(BOB, one.id()));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> fixture.kms.providerIntegrations().delete(ADMIN, one.id(), tag -> false));
        assertThatExceptionOfType(DeniedException.class)
                .isThrownBy(() -> fixture.kms
                        .providerIntegrations()
                        .create(
                                ISSUER,
                                UUID.randomUUID(),
                                new ProviderIntegrations.Wish(
                                        new ProviderId(OTHER), Optional.empty(), Optional.empty(), 1, true)));
        assertThat(fixture.kms.providerIntegrations().list(ADMIN)).containsExactly(one);
    }

    private ProviderIntegration integrate(
            String provider, Optional<String> service, Optional<Purpose> purpose, int priority) {
        return fixture.kms
                .providerIntegrations()
                .create(
                        ADMIN,
                        UUID.randomUUID(),
                        new ProviderIntegrations.Wish(
                                new ProviderId(provider), service.map(ServiceName::new), purpose, priority, true));
    }

    @Test
    void operatorAlias_dutySignsWithThatKey() {
        KeyReference chosen = fixture.generate(ALICE, "prod-2030");
        SigningKey served = put(alias("prod-2030"));

        assertThat(served.source()).isEqualTo(SigningKey.Source.OPERATOR);
        assertThat(served.primary()).contains(chosen);
        assertThat(fixture.sign(ALICE, ALIAS).version().id()).isEqualTo(chosen.id());
        assertThat(fixture.provider.keys).as("no default key is made").hasSize(1);
        fixture.kms.rotations().rotate(ADMIN, ALIAS, RotateKey.now());
        assertThat(fixture.sign(ISSUER, ALIAS).version().name().alias().value()).isEqualTo("prod-2030");
        assertThat(fixture.sign(ISSUER, ALIAS).version().name().version()).isEqualTo(2);
        fixture.kms.signingKeys().delete(ADMIN, DUTY, Tag.Precondition.NONE);
        assertThat(fixture.sign(ALICE, ALIAS).version().name().alias().value()).isEqualTo(ALIAS);
    }

    @Test
    void operatorAlias_narrowedService_reachesThatKeyAndNoOther() {
        KeyReference chosen = fixture.generate(ALICE, "prod-2030");
        fixture.generate(ALICE, "prod-2031");
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> fixture.sign(ISSUER, "prod-2030"));
        put(alias("prod-2030"));

        assertThat(fixture.sign(ISSUER, "prod-2030").version().id()).isEqualTo(chosen.id());
        assertThat(fixture.kms.keys().get(ISSUER, chosen.kid().value(), Optional.empty()))
                .isEqualTo(chosen);
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> fixture.sign(ISSUER, "prod-2031"));
        Caller verifier = new Caller(ALICE.tenant(), "v", Optional.of(new ServiceName("verifier")));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> fixture.sign(verifier, "prod-2030"));
    }

    @Test
    void put_badWishes_refusedAndNothingChanged() {
        fixture.generate(BOB, "bobs");

        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> put(alias("bobs")));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> put(alias("none")));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> fixture.kms.signingKeys().put(ADMIN, DUTY, SigningKeySetting.DEFAULT, tag -> false));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> fixture.kms.signingKeys().delete(ADMIN, DUTY, Tag.Precondition.NONE));
        assertThatExceptionOfType(DeniedException.class)
                .isThrownBy(() -> fixture.kms
                        .signingKeys()
                        .put(ISSUER, Duty.of("as", "access-token-signing"), SigningKeySetting.DEFAULT, tag -> true));
        fixture.generate(ALICE, "as:access-token-signing");
        assertThatExceptionOfType(DeniedException.class)
                .isThrownBy(() ->
                        fixture.kms.signingKeys().put(ISSUER, DUTY, alias("as:access-token-signing"), tag -> true));
        assertThat(fixture.kms.signingKeys().get(ADMIN, DUTY).tag()).isEqualTo(Tag.DEFAULT);
    }

    @Test
    void tag_changesWithEachChangeAndDoesNotComeBack() {
        Tag first = put(new SigningKeySetting(Optional.empty(), true, false)).tag();
        fixture.clock.advance(Duration.ofSeconds(1));
        Tag second = put(SigningKeySetting.DEFAULT).tag();
        fixture.kms.signingKeys().delete(ADMIN, DUTY, second::equals);
        fixture.clock.advance(Duration.ofSeconds(1));
        Tag third = put(new SigningKeySetting(Optional.empty(), true, false)).tag();

        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
    }

    @Test
    void setting_writtenByOthers_isDamageAndNotADefault() {
        fixture.database
                .tenantConfiguration()
                .insert(ConfigProperty.created(
                        ALICE.tenant(),
                        "kms.signing-keys.issuer.credential-signing",
                        "alias=x; drop",
                        fixture.generate(ALICE, "a").created()));

        assertThatExceptionOfType(IntegrityException.class).isThrownBy(() -> fixture.sign(ALICE, ALIAS));
    }

    @Test
    void delete_keyThatServesADuty_refusedUntilTheDutyIsFree() {
        fixture.sign(ALICE, ALIAS);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> fixture.kms.keys().delete(ADMIN, ALIAS, Optional.empty()))
                .withMessageContaining("/signing-keys/issuer/credential-signing");
        fixture.generate(ALICE, "prod-2030");
        put(alias("prod-2030"));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> fixture.kms.keys().delete(ADMIN, "prod-2030", Optional.empty()));

        fixture.kms.keys().delete(ADMIN, ALIAS, Optional.empty());
        assertThat(fixture.sign(ALICE, ALIAS).version().name().alias().value())
                .as("the key that was deleted is the one that was named")
                .isEqualTo("prod-2030");
        put(new SigningKeySetting(Optional.of(new KeyAlias("prod-2030")), false, true));
        fixture.kms.keys().delete(ADMIN, "prod-2030", Optional.empty());
    }

    @Test
    void delete_keyWithANameLikeADuty_thatNobodyReliedOn_deleted() {
        fixture.generate(ALICE, ALIAS);
        fixture.kms.keys().delete(ADMIN, ALIAS, Optional.empty());

        fixture.generate(ALICE, ALIAS);
        integrate(FAKE, Optional.of("issuer"), Optional.empty(), 1);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> fixture.kms.keys().delete(ADMIN, ALIAS, Optional.empty()));
    }

    /** Another replica gives the duty another key while this one signs. */
    @Test
    void sign_dutyGivenAnotherKeyMeanwhile_signsWithThatOne() {
        fixture.sign(ALICE, ALIAS);
        KeyReference chosen = fixture.generate(ALICE, "prod-2030");
        fixture.database.beforeIsCurrent = () -> {
            fixture.database.beforeIsCurrent = () -> {};
            put(alias("prod-2030"));
        };

        assertThat(fixture.sign(ALICE, ALIAS).version().id()).isEqualTo(chosen.id());
    }

    @Test
    void firstUse_reservedByWhoDied_unavailableUntilRecovered() {
        fixture.provider.beforeGenerate = () -> {
            throw new UnavailableException("away", Duration.ofSeconds(1), new IllegalStateException());
        };
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> fixture.sign(ALICE, ALIAS));
        fixture.provider.beforeGenerate = () -> {};
        fixture.kms.recovery().finishAll();

        assertThat(fixture.sign(ALICE, ALIAS).version().name().version()).isEqualTo(1);
    }
}
