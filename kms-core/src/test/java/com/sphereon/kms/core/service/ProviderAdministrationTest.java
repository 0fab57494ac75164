package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.Platform.ACME;
import static com.sphereon.kms.core.service.Platform.CLOUD;
import static com.sphereon.kms.core.service.Platform.DECLARED;
import static com.sphereon.kms.core.service.Platform.OTHER;
import static com.sphereon.kms.core.service.Platform.PETER;
import static com.sphereon.kms.core.service.Platform.cloud;
import static com.sphereon.kms.core.service.Platform.definition;
import static com.sphereon.kms.core.service.Platform.enabled;
import static com.sphereon.kms.core.service.Platform.seen;
import static com.sphereon.kms.core.service.Platform.selector;
import static com.sphereon.kms.core.service.Platform.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PreconditionFailedException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.ProviderVisibility.Owned;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.Platform.Node;
import com.sphereon.kms.core.service.ProviderValidation.Check;
import com.sphereon.kms.core.spi.ProviderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registering, changing, removing and validating providers. */
class ProviderAdministrationTest {
    @TempDir
    Path folder;

    private Platform platform;
    private Node process;

    @BeforeEach
    void start() {
        platform = new Platform(folder);
        process = platform.startWatched();
    }

    private static void assertRefused(Class<? extends KmsException> as, ThrowingCallable call, String... said) {
        assertThatThrownBy(call)
                .isInstanceOf(as)
                .satisfies(e -> assertThat(e.getMessage()).contains(said));
    }

    private List<String> recorded() {
        assertThat(process.events).allMatch(event -> event.tenant().equals(PETER.tenant()));
        return process.events.stream()
                .map(event -> event.operation().text() + " "
                        + event.target().provider().map(ProviderId::value).orElse("-") + " "
                        + event.outcome().kind().text())
                .toList();
    }

    @Test
    void createChangeRemove_inTurn_areRecordedInTheLogOfTheAdministratorsTenant() {
        process.register(cloud("x"));
        process.change(CLOUD, before -> with(before, Map.of("region", "y")));
        process.admin().validate(PETER, selector(CLOUD));
        process.remove(CLOUD);
        assertThatThrownBy(() -> process.remove(CLOUD)).isInstanceOf(NotFoundException.class);

        assertThat(recorded())
                .containsExactly(
                        "provider.create cloud started",
                        "provider.create cloud succeeded",
                        "provider.change cloud started",
                        "provider.change cloud succeeded",
                        "provider.validate cloud started",
                        "provider.validate cloud succeeded",
                        "provider.delete cloud started",
                        "provider.delete cloud succeeded");
        assertThat(process.seenBy(ACME)).containsExactly("declared");
        assertThat(platform.factory.latest().closed).isTrue();
    }

    @Test
    void create_sameName_isAConflictWhereverSomebodyCouldSeeBoth() {
        TenantId acme = ACME.tenant();
        process.register(cloud("x"));
        process.register(definition("own", new Owned(acme), "x"));

        for (ProviderDefinition taken : List.of(
                cloud("y"),
                definition("cloud", new Owned(acme), "x"),
                definition("declared", ProviderVisibility.system(), "x"),
                definition("declared", new Owned(acme), "x"),
                definition("own", new Owned(acme), "x"),
                definition("own", ProviderVisibility.tenants(), "x"))) {
            assertRefused(ConflictException.class, () -> process.register(taken), "there is a provider", "already");
        }
        process.register(definition("own", new Owned(new TenantId("third")), "x"));
        assertThat(process.admin().list(PETER)).hasSize(4);
    }

    @Test
    void create_twoReplicasAtOnce_oneWins() {
        Node other = platform.start();
        platform.stopBefore = "ProviderRegistryStore.insert";
        platform.stop = () -> other.register(definition("cloud", new Owned(ACME.tenant()), "x"));

        assertRefused(
                ConflictException.class, () -> process.register(cloud("x")), "there is a provider 'cloud' already");
        process.providers.poll();
        assertThat(process.admin().list(PETER)).hasSize(2);
        assertThat(platform.factory.made.stream().filter(made -> made.closed.get()))
                .hasSize(1);
    }

    @Test
    void create_settingsNothingCanBeMadeOf_isRefusedByNameAndLeavesNothing() {
        Map<String, Map<String, String>> wrong = Map.of(
                "configuration.region is required but not set", Map.of(),
                "configuration.region is nowhere", Map.of("region", "nowhere"),
                "configuration.zone is unknown", Map.of("region", "x", "zone", "y"),
                "configuration.accessKey must say where the secret is", Map.of("region", "x", "access-key", "AKIA123"),
                "configuration.accessKey names environment variable KMS_TEST_NO_SUCH_VARIABLE, which is not set",
                        Map.of("region", "x", "access-key", "env:KMS_TEST_NO_SUCH_VARIABLE"),
                "configuration.deadline must be an ISO 8601 duration", Map.of("region", "x", "deadline", "10"));
        wrong.forEach((said, settings) -> {
            assertRefused(InvalidRequestException.class, () -> process.register(with(cloud("x"), settings)), said);
            assertRefused(
                    InvalidRequestException.class,
                    () -> process.register(enabled(with(cloud("x"), settings), false)),
                    said);
        });

        assertThat(process.admin().list(PETER)).hasSize(1);
        assertThat(recorded()).contains("provider.create cloud refused").noneMatch(line -> line.endsWith("succeeded"));
    }

    @Test
    void create_nameOfAProviderThatIsGone_isNotForATenantThatHasKeysThere() {
        ProviderId gone = new ProviderId("gone");
        process.providers.add(new RegisteredProvider(
                gone,
                "fake",
                "Declared until now",
                ProviderVisibility.tenants(),
                platform.factory.create(ProviderSettings.of("gone", Map.of("region", "x"), folder))));
        process.providers.poll();
        process.generate(ACME, gone, "key");
        Node later = platform.start();

        assertRefused(
                ConflictException.class,
                () -> later.register(definition("gone", new Owned(ACME.tenant()), "x")),
                "has keys at a provider 'gone'");
        later.register(definition("gone", new Owned(new TenantId("third")), "x"));
        later.remove(gone, new TenantId("third"));
        later.register(definition("gone", ProviderVisibility.tenants(), "x"));
        later.sign(ACME, "key");
    }

    @Test
    void put_idTypeOrOwner_cannotBeChanged() {
        process.register(cloud("x"));
        ProviderDefinition stored = cloud("x");

        assertRefused(
                InvalidRequestException.class,
                () -> put(definition("other", ProviderVisibility.tenants(), "x")),
                "providerId cannot be changed");
        assertRefused(
                InvalidRequestException.class,
                () -> put(new ProviderDefinition(CLOUD, "rest", "x", stored.visibility(), true, stored.settings())),
                "type cannot be changed");
        assertRefused(
                InvalidRequestException.class,
                () -> put(seen(stored, new Owned(ACME.tenant()))),
                "ownership cannot be changed");
        assertThat(process.admin().get(PETER, selector(CLOUD)).definition()).isEqualTo(stored);
    }

    private AdministeredProvider put(ProviderDefinition wish) {
        return process.admin().put(PETER, selector(CLOUD), wish, Tag.Precondition.NONE);
    }

    @Test
    void put_settingsNothingCanBeMadeOf_isRefusedAndTheOldOnesServe() {
        process.register(cloud("x"));
        process.generate(ACME, CLOUD, "key");
        FakeProvider before = platform.factory.latest();

        assertRefused(InvalidRequestException.class, () -> put(cloud("nowhere")), "configuration.region is nowhere");

        assertThat(before.closed).isFalse();
        process.sign(ACME, "key");
        assertThat(process.admin().get(PETER, selector(CLOUD)).definition()).isEqualTo(cloud("x"));
    }

    @Test
    void put_brokenProvider_canBeDisabledAsItIs() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "one");
        process.register(with(cloud("x"), Map.of("region", "x", "access-key", "file:" + secret)));
        Files.delete(secret);
        Node restarted = platform.start();

        restarted.change(CLOUD, before -> enabled(before, false));

        assertThat(restarted.admin().get(PETER, selector(CLOUD)).definition().enabled())
                .isFalse();
    }

    @Test
    void change_notWhatTheCallerSaw_fails() {
        AdministeredProvider seen = process.register(cloud("x"));
        process.change(CLOUD, before -> with(before, Map.of("region", "y")));
        Tag.Precondition stale = tag -> tag.equals(seen.tag());

        assertRefused(
                PreconditionFailedException.class,
                () -> process.admin().put(PETER, selector(CLOUD), cloud("z"), stale),
                "If-Match");
        assertRefused(
                PreconditionFailedException.class,
                () -> process.admin().delete(PETER, selector(CLOUD), stale),
                "If-Match");
    }

    @Test
    void change_otherReplicaAtTheSameMoment_fails() {
        Node other = platform.start();
        process.register(cloud("x"));
        platform.stopBefore = "ProviderRegistryStore.update";
        platform.stop = () -> other.change(CLOUD, before -> with(before, Map.of("region", "theirs")));

        assertRefused(PreconditionFailedException.class, () -> put(cloud("mine")), "was changed by another request");

        process.providers.poll();
        assertThat(platform.factory.told.getLast().settings().requireText("region"))
                .isEqualTo("theirs");
        assertThat(process.admin().get(PETER, selector(CLOUD)).definition().settings())
                .containsEntry("region", "theirs");
    }

    @Test
    void record_ofTwoByOneName_saysWhichOne() {
        UUID acmes = process.register(definition("main", new Owned(ACME.tenant()), "a"))
                .registration()
                .orElseThrow()
                .id();
        UUID others = process.register(definition("main", new Owned(OTHER.tenant()), "b"))
                .registration()
                .orElseThrow()
                .id();
        ProviderId main = new ProviderId("main");
        ProviderSelector which = new ProviderSelector(main, Optional.of(OTHER.tenant()), false);
        process.events.clear();

        process.admin().validate(PETER, which);
        process.admin().put(PETER, which, definition("main", new Owned(OTHER.tenant()), "c"), Tag.Precondition.NONE);
        assertRefused(
                PreconditionFailedException.class,
                () -> process.admin().delete(PETER, which, tag -> false),
                "If-Match");
        process.remove(main, OTHER.tenant());

        assertThat(process.events)
                .hasSize(8)
                .allMatch(event -> event.target().resource().equals(Optional.of(others)));
        process.events.clear();
        assertRefused(NotFoundException.class, () -> process.remove(main, OTHER.tenant()), "Provider not found");
        assertThat(process.events)
                .hasSize(2)
                .allMatch(event -> event.target().resource().isEmpty()
                        && event.target().provider().equals(Optional.of(main)));
        process.events.clear();
        process.remove(main, ACME.tenant());
        assertThat(process.events).allMatch(event -> event.target().resource().equals(Optional.of(acmes)));
    }

    /** What this replica has not seen yet is known once it is done. */
    @Test
    void record_ofOneThatAnotherReplicaMade_saysWhichOneInTheEnd() {
        UUID id = platform.start()
                .register(cloud("x"))
                .registration()
                .orElseThrow()
                .id();

        process.change(CLOUD, before -> with(before, Map.of("region", "y")));

        assertThat(process.events.getLast().target().resource()).contains(id);
    }

    @Test
    void declared_changeOrRemove_isAConflictThatNamesTheKey() {
        for (Consumer<ProviderSelector> change : List.<Consumer<ProviderSelector>>of(
                which -> process.admin().put(PETER, which, cloud("x"), Tag.Precondition.NONE),
                which -> process.admin().delete(PETER, which, Tag.Precondition.NONE),
                which -> process.admin().requireChangeable(PETER, which, AuditOperation.CHANGE_PROVIDER))) {
            assertRefused(
                    ConflictException.class,
                    () -> change.accept(selector(DECLARED)),
                    "is declared in the configuration, by the key kms.providers.declared");
        }
        assertThat(process.admin().get(PETER, selector(DECLARED)).tag()).isEqualTo(Tag.DEFAULT);
    }

    @Test
    void default_disabledHiddenOrRemoved_isAConflict() {
        process.register(cloud("x"));
        KeyManagementService kms = KeyManagementService.builder()
                .persistence(platform.database)
                .providers(process.providers)
                .defaultProvider(CLOUD)
                .verifier(new KmsFixture.JdkVerifier())
                .build();
        ProviderAdministration admin = kms.providerAdministration();

        for (ProviderDefinition lost :
                List.of(enabled(cloud("x"), false), seen(cloud("x"), ProviderVisibility.system()))) {
            assertRefused(
                    ConflictException.class,
                    () -> admin.put(PETER, selector(CLOUD), lost, Tag.Precondition.NONE),
                    "is the default provider");
        }
        assertRefused(
                ConflictException.class,
                () -> admin.delete(PETER, selector(CLOUD), Tag.Precondition.NONE),
                "is the default provider");
        admin.put(PETER, selector(CLOUD), cloud("y"), Tag.Precondition.NONE);
        assertThat(kms.providers().isDefault(CLOUD)).isTrue();
    }

    @Test
    void hidden_withoutSayingSo_isNotThere() {
        process.register(definition("license", ProviderVisibility.system(), "x"));
        ProviderId id = new ProviderId("license");
        ProviderSelector plain = new ProviderSelector(id, Optional.empty(), false);

        assertRefused(NotFoundException.class, () -> process.admin().get(PETER, plain), "Provider not found");
        assertRefused(
                NotFoundException.class,
                () -> process.admin().delete(PETER, plain, Tag.Precondition.NONE),
                "Provider not found");
        assertRefused(NotFoundException.class, () -> process.admin().validate(PETER, plain), "Provider not found");
        process.remove(id);
    }

    @Test
    void narrowedCaller_anything_isDenied() {
        Caller narrowed = new Caller(PETER.tenant(), "issuer", Optional.of(new ServiceName("issuer")));
        ProviderAdministration admin = process.admin();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> admin.list(narrowed),
                () -> admin.get(narrowed, selector(DECLARED)),
                () -> admin.find(narrowed, new UUID(1, 2)),
                () -> admin.create(narrowed, new UUID(1, 2), cloud("x")),
                () -> admin.put(narrowed, selector(DECLARED), cloud("x"), Tag.Precondition.NONE),
                () -> admin.delete(narrowed, selector(DECLARED), Tag.Precondition.NONE),
                () -> admin.validate(narrowed, selector(DECLARED)))) {
            assertRefused(DeniedException.class, call, "does not administer providers");
        }
        assertThat(recorded()).contains("provider.create cloud refused");
    }

    @Test
    void remove_keysLeft_isAConflictWithTheirNumberAndTheProviderStays() {
        process.register(cloud("x"));
        process.generate(ACME, CLOUD, "one");
        process.generate(ACME, CLOUD, "two");
        process.generate(Platform.OTHER, CLOUD, "three");

        assertRefused(ConflictException.class, () -> process.remove(CLOUD), "provider 'cloud' holds 3 live keys");

        process.sign(ACME, "one");
        process.generate(ACME, CLOUD, "four");
        assertThat(process.admin()
                        .get(PETER, selector(CLOUD))
                        .registration()
                        .orElseThrow()
                        .retiring())
                .isEmpty();
        for (String alias : List.of("one", "two", "four")) {
            process.kms.keys().delete(ACME, alias, Optional.empty());
        }
        assertRefused(ConflictException.class, () -> process.remove(CLOUD), "holds 1 live key;");
        process.kms.keys().delete(Platform.OTHER, "three", Optional.empty());
        process.remove(CLOUD);
    }

    private static RotateKey rotation(Optional<ProviderId> target, Optional<Instant> rotateAt) {
        return new RotateKey(
                UUID.randomUUID(),
                target,
                Optional.empty(),
                Optional.empty(),
                rotateAt,
                Optional.empty(),
                Optional.empty());
    }

    private RotationView rotate(String alias, Optional<ProviderId> target) {
        return process.kms.rotations().rotate(ACME, alias, rotation(target, Optional.empty()));
    }

    @Test
    void remove_keysRotatedAwayAndDestroyed_isDoneAndTheirHistoryStays() {
        process.register(cloud("x"));
        KeyReference first = process.generate(ACME, CLOUD, "key");
        rotate("key", Optional.of(DECLARED));
        assertRefused(ConflictException.class, () -> process.remove(CLOUD), "holds 1 live key;");
        process.kms
                .states()
                .change(
                        ACME,
                        first.kid().value(),
                        new KeyStates.Wish(KeyState.DESTROYED, Optional.empty(), Optional.empty()));
        assertRefused(ConflictException.class, () -> process.remove(CLOUD), "holds 1 live key;");
        platform.clock.advance(DestructionWindow.MIN);
        process.kms.dueWork().run();

        process.remove(CLOUD);

        assertThat(process.kms.keys().versions(ACME, "key").versions()).hasSize(2);
        process.sign(ACME, "key");
        process.kms.keys().delete(ACME, "key", Optional.empty());
    }

    @Test
    void rotate_providerTakenAwayHiddenOrDisabled_makesNoKeyThere() {
        process.register(cloud("x"));
        process.generate(ACME, CLOUD, "key");
        for (UnaryOperator<ProviderDefinition> change : List.<UnaryOperator<ProviderDefinition>>of(
                before -> seen(before, new ProviderVisibility.Shared(false, Set.of(Platform.OTHER.tenant()))),
                before -> seen(before, ProviderVisibility.system()),
                before -> enabled(before, false))) {
            process.change(CLOUD, change);

            assertRefused(ConflictException.class, () -> rotate("key", Optional.empty()), "provider 'cloud'");
        }
        process.change(CLOUD, before -> cloud("x"));
        assertThat(rotate("key", Optional.empty())).isNotNull();
    }

    @Test
    void rotate_providerTakenAwayAfterItWasPlanned_makesNoKeyThere() {
        process.register(cloud("x"));
        process.generate(ACME, CLOUD, "key");
        process.kms
                .rotations()
                .rotate(
                        ACME,
                        "key",
                        rotation(
                                Optional.empty(),
                                Optional.of(platform.clock.instant().plus(Duration.ofDays(1)))));
        process.change(CLOUD, before -> seen(before, ProviderVisibility.system()));

        platform.clock.advance(Duration.ofDays(2));
        process.kms.dueWork().run();

        assertThat(process.kms.keys().versions(ACME, "key").versions()).hasSize(1);
        process.sign(ACME, "key");
    }

    @Test
    void remove_ownProvider_countsItsOwnersKeysOnly() {
        TenantId third = new TenantId("third");
        process.register(definition("own", new Owned(ACME.tenant()), "x"));
        process.register(definition("own", new Owned(third), "x"));
        process.generate(ACME, new ProviderId("own"), "key");

        process.remove(new ProviderId("own"), third);
        assertRefused(
                ConflictException.class,
                () -> process.remove(new ProviderId("own"), ACME.tenant()),
                "holds 1 live key;");
    }

    @Test
    void remove_keysCannotBeCounted_isUnavailableAndTheProviderStays() {
        process.register(cloud("x"));
        platform.stopBefore = "KeyReferenceStore.count";
        platform.stop = () -> {
            throw new UnavailableException("one schema", Duration.ofSeconds(1), new IllegalStateException("test"));
        };

        assertRefused(UnavailableException.class, () -> process.remove(CLOUD), "one schema");
        process.generate(ACME, CLOUD, "key");
    }

    /** The key's reference is written before the keys are counted, its look at the provider comes after the mark. */
    @Test
    void remove_keyBeingMadeAtTheSameMoment_oneOfTheTwoSeesTheOther() {
        for (String moment : List.of("ProviderRegistryStore.update", "KeyReferenceStore.count")) {
            Platform own = new Platform(folder);
            Node remover = own.startWatched();
            Node maker = own.start();
            remover.register(cloud("x"));
            maker.providers.poll();
            own.stopAfter = moment;
            own.stop = () -> assertRefused(
                    ConflictException.class, () -> maker.generate(ACME, CLOUD, "key"), "takes no new keys now");

            remover.remove(CLOUD);

            assertThat(own.database.keyReferences().count(CLOUD, Optional.empty()))
                    .isZero();
            assertThat(own.factory.latest().keys).isEmpty();
            // The name is free again.
            maker.generate(ACME, DECLARED, "key");
        }
    }

    @Test
    void remove_whileAKeyIsBeingMade_countsIt() {
        Node maker = platform.startWatched();
        Node remover = platform.start();
        remover.register(cloud("x"));
        platform.stopAfter = "KeyReferenceStore.insert";
        platform.stop = () -> assertRefused(ConflictException.class, () -> remover.remove(CLOUD), "holds 1 live key;");

        maker.generate(ACME, CLOUD, "key");

        maker.sign(ACME, "key");
    }

    @Test
    void remove_registrationOfAKeyAtTheSameMoment_leavesNoReference() {
        Node maker = platform.start();
        process.register(cloud("x"));
        maker.providers.poll();
        platform.factory.latest().createNatively("acme", "native-1");
        platform.stopAfter = "KeyReferenceStore.count";
        platform.stop = () -> assertRefused(
                ConflictException.class,
                () -> maker.kms
                        .keys()
                        .register(ACME, new RegisterKey(CLOUD, new KeyAlias("native-1"), Optional.empty())),
                "takes no new keys now");

        process.remove(CLOUD);

        assertThat(platform.database.keyReferences().count(CLOUD, Optional.empty()))
                .isZero();
    }

    @Test
    void remove_interrupted_isTakenBackAfterAWhile() {
        process.register(cloud("x"));
        platform.stopBefore = "KeyReferenceStore.count";
        platform.stop = () -> {
            throw new Error("the process is gone");
        };
        assertThatThrownBy(() -> process.remove(CLOUD)).isInstanceOf(Error.class);
        Node other = platform.start();
        assertRefused(ConflictException.class, () -> other.generate(ACME, CLOUD, "key"), "takes no new keys now");
        assertThat(other.admin().poll()).isZero();

        platform.clock.advance(Recovery.INTERRUPTED_AFTER.plusSeconds(1));
        assertThat(other.admin().poll()).isEqualTo(1);

        other.generate(ACME, CLOUD, "key");
        assertThat(other.admin().poll()).isZero();
    }

    @Test
    void remove_changedMeanwhile_isAConflictAndTheProviderStays() {
        Node other = platform.start();
        process.register(cloud("x"));
        platform.stopAfter = "KeyReferenceStore.count";
        platform.stop = () -> other.change(CLOUD, before -> with(before, Map.of("region", "y")));

        assertRefused(ConflictException.class, () -> process.remove(CLOUD), "was changed by another request");

        other.generate(ACME, CLOUD, "key");
    }

    @Test
    void validate_whatWorksAndWhatDoesNot_isTold() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "canary-secret");
        process.register(with(cloud("x"), Map.of("region", "x", "access-key", "file:" + secret)));

        ProviderValidation good = process.admin().validate(PETER, selector(CLOUD));
        assertThat(good.isValid()).isTrue();
        assertThat(good.checks()).extracting(Check::name).containsExactly("credentials", "reachable", "capabilities");
        assertThat(good.checks().getFirst().detail()).isEqualTo("1 secrets can be read");

        platform.factory.latest().health = new Health.Down("refused the access key");
        Files.delete(secret);
        ProviderValidation bad = process.admin().validate(PETER, selector(CLOUD));
        assertThat(bad.isValid()).isFalse();
        assertThat(bad.checks().subList(0, 2))
                .containsExactly(
                        new Check(
                                "credentials",
                                false,
                                "access-key names file %s, which cannot be read".formatted(secret)),
                        new Check("reachable", false, "refused the access key"));
        assertThat(good + " " + bad).doesNotContain("canary");
    }

    @Test
    void validate_disabledProvider_isTriedAndClosedAgain() {
        process.register(enabled(cloud("x"), false));
        int made = platform.factory.made.size();

        assertThat(process.admin().validate(PETER, selector(CLOUD)).isValid()).isTrue();
        assertThat(platform.factory.made).hasSize(made + 1);
        assertThat(platform.factory.latest().closed).isTrue();
    }

    @Test
    void find_registrationById_onlyWhatWasRegistered() {
        UUID id = UUID.randomUUID();
        process.admin().create(PETER, id, cloud("x"));

        assertThat(process.admin().find(PETER, id))
                .map(found -> found.definition().id())
                .contains(CLOUD);
        assertThat(process.admin().find(PETER, UUID.randomUUID())).isEmpty();
    }
}
