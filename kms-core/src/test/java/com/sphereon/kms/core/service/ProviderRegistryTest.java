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

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.ProviderQuery;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.ProviderVisibility.Owned;
import com.sphereon.kms.core.model.ProviderVisibility.Shared;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.Platform.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sees which provider, and how changes come to be seen. */
class ProviderRegistryTest {
    private static final TenantId ACME_ID = ACME.tenant();

    @TempDir
    Path folder;

    private Platform platform() {
        return new Platform(folder);
    }

    private static Health health(Node process, ProviderId id) {
        return process.kms.providers().health().stream()
                .filter(one -> one.id().equals(id))
                .map(ProviderHealth::health)
                .findFirst()
                .orElseThrow();
    }

    private static void assertUnknown(Node process, Caller caller, ProviderId id) {
        assertThat(process.seenBy(caller)).doesNotContain(id.value());
        assertThatThrownBy(() -> process.kms.providers().get(caller.tenant(), id))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Provider not found: %s; the providers are listed at /providers".formatted(id));
        assertThatThrownBy(() -> process.generate(caller, id, "key"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("providerId '%s' is unknown".formatted(id));
    }

    @Test
    void visibility_ofEachKind_isWhatItSays() {
        Node process = platform().start();
        process.register(definition("for-all", ProviderVisibility.tenants(), "x"));
        process.register(definition("for-acme", new Shared(false, Set.of(ACME_ID)), "x"));
        process.register(definition("for-nobody", new Shared(false, Set.of()), "x"));
        process.register(definition("own-acme", new Owned(ACME_ID), "x"));
        process.register(definition("hidden", ProviderVisibility.system(), "x"));
        process.register(enabled(definition("disabled", ProviderVisibility.tenants(), "x"), false));

        assertThat(process.seenBy(ACME)).containsExactly("declared", "for-acme", "for-all", "own-acme");
        assertThat(process.seenBy(OTHER)).containsExactly("declared", "for-all");
        for (String id : List.of("for-nobody", "hidden", "disabled")) {
            assertUnknown(process, ACME, new ProviderId(id));
        }
        for (String id : List.of("for-acme", "own-acme", "never-was")) {
            assertUnknown(process, OTHER, new ProviderId(id));
        }
        assertThat(process.kms.providers().list(Optional.empty()))
                .extracting(provider -> provider.id().value())
                .containsExactly("declared", "for-acme", "for-all", "for-nobody");
        assertThat(process.admin().list(PETER))
                .extracting(provider -> provider.definition().id().value())
                .containsExactly("declared", "disabled", "for-acme", "for-all", "for-nobody", "hidden", "own-acme");
    }

    @Test
    void health_isToldOfThoseOnlyThatAllTenantsSee() {
        Node process = platform().start();
        process.register(definition("for-all", ProviderVisibility.tenants(), "x"));
        process.register(definition("for-acme", new Shared(false, Set.of(ACME_ID)), "x"));
        process.register(definition("for-nobody", new Shared(false, Set.of()), "x"));
        process.register(definition("own-acme", new Owned(ACME_ID), "x"));
        process.register(definition("hidden", ProviderVisibility.system(), "x"));

        assertThat(process.kms.providers().health())
                .extracting(one -> one.id().value())
                .containsExactly("declared", "for-all");
    }

    @Test
    void matching_ofWhatTheTenantSees_bestFirst() {
        Node process = platform().start();
        process.register(definition("a-shared", ProviderVisibility.tenants(), "x"));
        process.register(definition("for-acme", new Shared(false, Set.of(ACME_ID)), "x"));
        process.register(definition("own", new Owned(ACME_ID), "x"));
        process.register(definition("hidden", ProviderVisibility.system(), "x"));
        process.register(enabled(definition("disabled", ProviderVisibility.tenants(), "x"), false));

        assertThat(matching(process, ACME.tenant(), ProviderOperation.SIGN))
                .containsExactly("declared", "own", "a-shared", "for-acme");
        assertThat(matching(process, OTHER.tenant(), ProviderOperation.SIGN)).containsExactly("declared", "a-shared");
        assertThat(matching(process, ACME.tenant(), ProviderOperation.ATTESTATION))
                .isEmpty();
    }

    @Test
    void matching_oneThatCannotBeUsedNow_isNotAmongThem() {
        Platform platform = platform();
        store(platform, definition("broken", ProviderVisibility.tenants(), "nowhere"));
        Node process = platform.start();

        assertThat(process.seenBy(ACME)).contains("broken");
        assertThat(matching(process, ACME.tenant(), ProviderOperation.SIGN)).containsExactly("declared");
    }

    private static List<String> matching(Node process, TenantId tenant, ProviderOperation operation) {
        ProviderQuery query = new ProviderQuery(
                Optional.empty(),
                Optional.of(operation),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        return process.kms.providers().matching(Optional.of(tenant), query).stream()
                .map(provider -> provider.id().value())
                .toList();
    }

    @Test
    void ownProviders_ofTwoTenantsByOneName_areTwo() {
        Platform platform = platform();
        Node process = platform.start();
        process.register(definition("main", new Owned(ACME_ID), "a"));
        process.register(definition("main", new Owned(OTHER.tenant()), "b"));

        assertThat(process.kms.providers().get(ACME_ID, new ProviderId("main")).provider())
                .isNotSameAs(process.kms
                        .providers()
                        .get(OTHER.tenant(), new ProviderId("main"))
                        .provider());
        assertThat(platform.factory.told)
                .extracting(told -> told.dataDirectory())
                .containsExactly(folder, folder.resolve("tenants/acme"), folder.resolve("tenants/other"));
        assertThat(platform.factory.told)
                .extracting(told -> told.owner())
                .containsExactly(Optional.empty(), Optional.of(ACME_ID), Optional.of(OTHER.tenant()));
    }

    @Test
    void keysAtAProvider_thatIsNoLongerShared_stillSignButNoNewOnesAreMade() {
        Node process = platform().start();
        process.register(cloud("x"));
        process.generate(ACME, CLOUD, "key");
        process.change(CLOUD, before -> seen(before, new Shared(false, Set.of())));

        process.sign(ACME, "key");
        assertUnknown(process, ACME, CLOUD);
    }

    @Test
    void keysAtAProvider_thatIsDisabled_areUnavailable() {
        Platform platform = platform();
        Node process = platform.start();
        process.register(cloud("x"));
        process.generate(ACME, CLOUD, "key");
        process.change(CLOUD, before -> enabled(before, false));

        assertThatThrownBy(() -> process.sign(ACME, "key")).isInstanceOf(UnavailableException.class);
        assertThat(platform.factory.latest().closed).isTrue();

        process.change(CLOUD, before -> enabled(before, true));
        process.sign(ACME, "key");
    }

    @Test
    void replicas_changeAtOne_isSeenByTheOthersPoll() {
        Platform platform = platform();
        Node here = platform.start();
        Node there = platform.start();
        here.register(cloud("x"));
        there.providers.poll();
        assertThat(there.seenBy(ACME)).contains("cloud");
        there.generate(ACME, CLOUD, "key");
        FakeProvider before = platform.factory.latest();

        here.change(CLOUD, stored -> with(stored, Map.of("region", "y")));
        there.providers.poll();

        assertThat(before.closed).isTrue();
        assertThat(platform.factory.told.getLast().settings().requireText("region"))
                .isEqualTo("y");
        there.sign(ACME, "key");
    }

    @Test
    void replicas_registeredAtOne_isFoundAtTheOtherAtOnce() {
        Platform platform = platform();
        Node there = platform.start();
        platform.start().register(cloud("x"));

        there.generate(ACME, CLOUD, "key");
        there.sign(ACME, "key");
    }

    /** A provider in memory would lose its keys. */
    @Test
    void put_nothingButTheName_keepsTheInstance() {
        Platform platform = platform();
        Node process = platform.start();
        process.register(cloud("x"));
        FakeProvider instance = platform.factory.latest();
        int made = platform.factory.made.size();

        process.change(
                CLOUD,
                before -> new ProviderDefinition(
                        before.id(), before.type(), "Renamed", before.visibility(), true, before.settings()));

        assertThat(process.kms.providers().get(ACME_ID, CLOUD).displayName()).isEqualTo("Renamed");
        assertThat(platform.factory.made).hasSize(made);
        assertThat(instance.closed).isFalse();
    }

    @Test
    void put_otherSettings_replacesTheInstanceForTheNextCall() {
        Platform platform = platform();
        Node process = platform.start();
        process.register(cloud("x"));
        process.generate(ACME, CLOUD, "key");
        FakeProvider before = platform.factory.latest();

        process.change(CLOUD, stored -> with(stored, Map.of("region", "y")));

        assertThat(platform.factory.latest()).isNotSameAs(before);
        assertThat(before.closed).isTrue();
        process.sign(ACME, "key");
    }

    @Test
    void secretFile_written_isReadAgain() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "one");
        Platform platform = platform();
        Node process = platform.start();
        process.register(with(cloud("x"), Map.of("region", "x", "access-key", "file:" + secret)));
        process.generate(ACME, CLOUD, "key");
        FakeProvider first = platform.factory.latest();
        process.providers.poll();
        assertThat(platform.factory.latest()).isSameAs(first);

        write(secret, "two", 1);
        process.providers.poll();

        assertThat(platform.factory.latest()).isNotSameAs(first);
        assertThat(first.closed).isTrue();
        process.sign(ACME, "key");
    }

    /** As a mounted secret is replaced: by turning a link. */
    @Test
    void secretFile_linkTurned_isReadAgain() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "same");
        Path two = Files.writeString(folder.resolve("two"), "same");
        Files.setLastModifiedTime(two, Files.getLastModifiedTime(one));
        Path link = Files.createSymbolicLink(folder.resolve("link"), one);
        Platform platform = platform();
        Node process = platform.start();
        process.register(with(cloud("x"), Map.of("region", "x", "access-key", "file:" + link)));
        FakeProvider first = platform.factory.latest();

        Files.delete(link);
        Files.createSymbolicLink(link, two);
        process.providers.poll();

        assertThat(platform.factory.latest()).isNotSameAs(first);
    }

    @Test
    void secretFile_emptied_theOldInstanceGoesOnUntilItIsGoodAgain() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "one");
        Platform platform = platform();
        Node process = platform.start();
        process.register(with(cloud("x"), Map.of("region", "x", "access-key", "file:" + secret)));
        process.generate(ACME, CLOUD, "key");
        FakeProvider first = platform.factory.latest();

        write(secret, "", 1);
        process.providers.poll();
        process.providers.poll();
        process.sign(ACME, "key");
        assertThat(first.closed).isFalse();

        write(secret, "three", 2);
        process.providers.poll();
        assertThat(first.closed).isTrue();
        process.sign(ACME, "key");
    }

    private static void write(Path secret, String content, int secondsLater) throws IOException {
        Instant before = Files.getLastModifiedTime(secret).toInstant();
        Files.writeString(secret, content);
        Files.setLastModifiedTime(secret, FileTime.from(before.plusSeconds(secondsLater)));
    }

    /** As if it had been registered by a version, or at a place, where it could be made. */
    private static void store(Platform platform, ProviderDefinition definition) {
        platform.registry
                .providerRegistry()
                .insert(ProviderRegistration.created(
                        UUID.randomUUID(), definition, new Change(platform.clock.instant(), "test")));
    }

    @Test
    void open_rowsThatCannotBeUsed_saySoAndTheOthersServe() {
        Platform platform = platform();
        store(platform, definition("no-place", ProviderVisibility.tenants(), "nowhere"));
        store(platform, definition("no-reason", ProviderVisibility.tenants(), "bug"));
        store(platform, definition("no-library", ProviderVisibility.tenants(), "no-library"));
        store(platform, definition("no-memory", ProviderVisibility.tenants(), "greedy"));
        store(
                platform,
                with(
                        definition("no-secret", ProviderVisibility.tenants(), "x"),
                        Map.of("region", "x", "access-key", "file:" + folder.resolve("missing"))));
        store(
                platform,
                with(
                        definition("no-path", ProviderVisibility.tenants(), "x"),
                        Map.of("region", "x", "access-key", "file:/run/\uD800")));
        store(
                platform,
                new ProviderDefinition(
                        new ProviderId("no-module"), "hsm", "HSM", ProviderVisibility.tenants(), true, Map.of()));
        Node process = platform.start();

        assertThat(health(process, new ProviderId("no-place"))).isEqualTo(new Health.Down("region is nowhere"));
        assertThat(health(process, new ProviderId("no-reason")))
                .isEqualTo(new Health.Down("cannot be made: java.lang.IllegalStateException"));
        assertThat(health(process, new ProviderId("no-library")))
                .isEqualTo(new Health.Down("cannot be made: java.lang.NoClassDefFoundError"));
        assertThat(health(process, new ProviderId("no-memory")))
                .isEqualTo(new Health.Down("cannot be made: java.lang.OutOfMemoryError"));
        assertThat(health(process, new ProviderId("no-secret")))
                .isEqualTo(new Health.Down(
                        "access-key names file %s, which cannot be read".formatted(folder.resolve("missing"))));
        assertThat(health(process, new ProviderId("no-path")))
                .isEqualTo(new Health.Down("access-key names a file by what is no path on this system"));
        assertThat(health(process, new ProviderId("no-module")))
                .isEqualTo(new Health.Down("type is hsm, which no module on the class path makes; there are [fake]"));
        assertThat(health(process, DECLARED)).isEqualTo(new Health.Up());
        assertThatThrownBy(() -> process.generate(ACME, new ProviderId("no-place"), "key"))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("Provider no-place cannot be used now");
        process.generate(ACME, DECLARED, "key");
        process.sign(ACME, "key");
    }

    @Test
    void poll_secretComesLater_theProviderComesToServe() throws IOException {
        Path secret = folder.resolve("later");
        Platform platform = platform();
        store(platform, with(cloud("x"), Map.of("region", "x", "access-key", "file:" + secret)));
        Node process = platform.start();
        process.providers.poll();
        assertThat(health(process, CLOUD)).isInstanceOf(Health.Down.class);

        Files.writeString(secret, "here");
        process.providers.poll();

        assertThat(health(process, CLOUD)).isEqualTo(new Health.Up());
        process.generate(ACME, CLOUD, "key");
    }

    @Test
    void poll_otherReasons_areTriedAgainNowAndThen() {
        Platform platform = platform();
        store(platform, cloud("nowhere"));
        Node process = platform.start();
        int tried = platform.factory.tried;
        process.providers.poll();
        assertThat(platform.factory.tried).isEqualTo(tried);

        platform.clock.advance(OpenedProvider.RETRY_AFTER);
        process.providers.poll();
        assertThat(platform.factory.tried).isEqualTo(tried + 1);
        process.providers.poll();
        assertThat(platform.factory.tried).isEqualTo(tried + 1);
    }

    @Test
    void registry_unreadable_whatIsKnownServesAndTheRestIsUnavailable() {
        Platform platform = platform();
        Node process = platform.startWatched();
        process.register(cloud("x"));
        process.generate(ACME, CLOUD, "key");
        KmsException lost = new UnavailableException("gone", Duration.ofSeconds(1), new IllegalStateException("test"));

        platform.failing = Optional.of(lost);
        process.providers.poll();

        process.sign(ACME, "key");
        process.generate(ACME, DECLARED, "other");
        assertThat(process.kms.providers().registryHealth()).isInstanceOf(Health.Down.class);
        assertThatThrownBy(() -> process.kms.providers().get(ACME_ID, new ProviderId("never-was")))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> process.generate(ACME, CLOUD, "third")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> process.admin().list(PETER)).isInstanceOf(UnavailableException.class);

        platform.failing = Optional.empty();
        process.providers.poll();
        assertThat(process.kms.providers().registryHealth()).isEqualTo(new Health.Up());
        process.generate(ACME, CLOUD, "third");
    }

    @Test
    void declared_alsoRegistered_isToldAndTheDeclaredOneServes() {
        Platform platform = platform();
        store(platform, definition("declared", new Owned(ACME_ID), "x"));
        Node process = platform.start();

        assertThat(process.providers.doublyNamed()).containsExactly(DECLARED);
        assertThat(process.seenBy(ACME)).containsExactly("declared");
        assertThat(process.admin().get(PETER, selector(DECLARED)).registration())
                .isEmpty();
    }

    @Test
    void close_registry_closesWhatItMade() {
        Platform platform = platform();
        Node process = platform.start();
        process.register(cloud("x"));
        process.close();

        assertThat(platform.factory.made).hasSize(2).allMatch(made -> made.closed.get());
    }

    @Test
    void health_providerThatThrows_isDownWithoutItsWords() {
        FakeProvider throwing = new FakeProvider() {
            @Override
            public Health health() {
                throw new IllegalStateException("password=secret");
            }
        };

        assertThat(ProviderHealth.of(throwing, Duration.ofSeconds(10)))
                .isEqualTo(new Health.Down("failed: java.lang.IllegalStateException"));
    }
}
