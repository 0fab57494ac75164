package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.ProviderRegistryStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Replicas over one registry and one database of keys, which can be stopped around their calls. */
final class Platform {
    static final Caller PETER = new Caller(new TenantId("platform"), "peter").looking();
    static final Caller ACME = new Caller(new TenantId("acme"), "acme:service");
    static final Caller OTHER = new Caller(new TenantId("other"), "other:service");
    static final ProviderId DECLARED = new ProviderId("declared");
    static final ProviderId CLOUD = new ProviderId("cloud");

    final TestClock clock = new TestClock(Instant.parse("2030-01-01T00:00:00Z"));
    final FakeFactory factory = new FakeFactory();
    final InMemoryPlatform registry = new InMemoryPlatform();
    final InMemoryPersistence database = new InMemoryPersistence();
    private final Path folder;

    /** What happens once, before or after a call such as {@code KeyReferenceStore.count}. */
    @Nullable
    String stopBefore;

    @Nullable
    String stopAfter;

    Runnable stop = () -> {};

    /** What the registry's database throws at watched processes. */
    Optional<KmsException> failing = Optional.empty();

    Platform(Path folder) {
        this.folder = folder;
    }

    /** One process. */
    final class Node implements AutoCloseable {
        final ProviderRegistry providers;
        final KeyManagementService kms;
        /** What it recorded. */
        final List<AuditEvent> events = new CopyOnWriteArrayList<>();

        private Node(boolean watched) {
            ProviderRegistryStore store = watched
                    ? watched(ProviderRegistryStore.class, registry.providerRegistry())
                    : registry.providerRegistry();
            providers = new ProviderRegistry(new ProviderTypes(List.of(factory), folder), store, clock);
            providers.declare(definition(DECLARED.value(), ProviderVisibility.tenants(), "home"));
            providers.open();
            kms = KeyManagementService.builder()
                    .persistence(watched ? watchedPersistence() : database)
                    .providers(providers)
                    .defaultProvider(DECLARED)
                    .verifier(new KmsFixture.JdkVerifier())
                    .clock(clock)
                    .auditFollower((event, index) -> events.add(event))
                    .build();
        }

        ProviderAdministration admin() {
            return kms.providerAdministration();
        }

        AdministeredProvider register(ProviderDefinition definition) {
            return admin().create(PETER, UUID.randomUUID(), definition);
        }

        AdministeredProvider change(ProviderId id, UnaryOperator<ProviderDefinition> change) {
            AdministeredProvider stored = admin().get(PETER, selector(id));
            return admin().put(PETER, selector(id), change.apply(stored.definition()), tag -> tag.equals(stored.tag()));
        }

        void remove(ProviderId id, TenantId owner) {
            admin().delete(PETER, new ProviderSelector(id, Optional.of(owner), false), tag -> true);
        }

        void remove(ProviderId id) {
            AdministeredProvider stored = admin().get(PETER, selector(id));
            admin().delete(PETER, selector(id), tag -> tag.equals(stored.tag()));
        }

        KeyReference generate(Caller caller, ProviderId provider, String alias) {
            return kms.keys()
                    .generate(
                            caller,
                            new GenerateKey(
                                    Optional.of(provider),
                                    Optional.of(new KeyAlias(alias)),
                                    KmsFixture.p256(Set.of())));
        }

        Signed sign(Caller caller, String alias) {
            return kms.signatures()
                    .sign(caller, KeySelection.of(new KeyAlias(alias)), InputType.RAW, new byte[] {1, 2, 3});
        }

        List<String> seenBy(Caller caller) {
            return kms.providers().list(Optional.of(caller.tenant())).stream()
                    .map(provider -> provider.id().value())
                    .toList();
        }

        @Override
        public void close() {
            providers.close();
        }
    }

    Node start() {
        return new Node(false);
    }

    /** A process that is stopped. */
    Node startWatched() {
        return new Node(true);
    }

    static ProviderSelector selector(ProviderId id) {
        return new ProviderSelector(id, Optional.empty(), true);
    }

    static ProviderDefinition definition(String id, ProviderVisibility visibility, String region) {
        return new ProviderDefinition(
                new ProviderId(id), FakeFactory.TYPE, id, visibility, true, Map.of("region", region));
    }

    /** One for all tenants. */
    static ProviderDefinition cloud(String region) {
        return definition(CLOUD.value(), ProviderVisibility.tenants(), region);
    }

    static ProviderDefinition with(ProviderDefinition before, Map<String, String> settings) {
        return new ProviderDefinition(
                before.id(), before.type(), before.displayName(), before.visibility(), before.enabled(), settings);
    }

    static ProviderDefinition enabled(ProviderDefinition before, boolean enabled) {
        return new ProviderDefinition(
                before.id(), before.type(), before.displayName(), before.visibility(), enabled, before.settings());
    }

    static ProviderDefinition seen(ProviderDefinition before, ProviderVisibility visibility) {
        return new ProviderDefinition(
                before.id(), before.type(), before.displayName(), visibility, before.enabled(), before.settings());
    }

    private Persistence watchedPersistence() {
        return (Persistence) Proxy.newProxyInstance(
                Persistence.class.getClassLoader(),
                new Class<?>[] {Persistence.class},
                (self, method, args) -> method.getName().equals("keyReferences")
                        ? watched(KeyReferenceStore.class, database.keyReferences())
                        : call(method, database, args));
    }

    private <T> T watched(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, args);
            }
            String name = port.getSimpleName() + "." + method.getName();
            if (failing.isPresent() && port.equals(ProviderRegistryStore.class)) {
                throw failing.get();
            }
            if (name.equals(stopBefore)) {
                stopBefore = null;
                stop.run();
            }
            Object result = call(method, real, args);
            if (name.equals(stopAfter)) {
                stopAfter = null;
                stop.run();
            }
            return result;
        }));
    }

    private static @Nullable Object call(Method method, Object real, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
