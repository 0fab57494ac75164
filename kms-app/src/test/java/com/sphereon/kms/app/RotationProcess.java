package com.sphereon.kms.app;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.GenerateKey;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.RegisteredProvider;
import com.sphereon.kms.core.service.RotateKey;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A process that makes a key, rotates it, and dies at a certain point, as by kill -9: before the n-th write to the database, to
 * the audit log or to the keystore. Whoever comes after sees what was on disk then.
 */
final class RotationProcess {
    static final Caller CALLER = new Caller(new TenantId("default"), "anonymous");
    static final String ALIAS = "key";
    /** As {@code kill -9} would leave. */
    static final int KILLED = 137;

    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "generate", "discard", "append");
    private static final Pattern WRITTEN_TO = Pattern.compile(".*(Store|Log)");

    private RotationProcess() {}

    /** @param args the folder of the data, and before which write to die; with more than there are it ends well */
    public static void main(String[] args) {
        int fatal = Integer.parseInt(args[1]);
        AtomicInteger writes = new AtomicInteger(Integer.MIN_VALUE);
        try (Opened opened = Opened.open(Path.of(args[0]), Clock.systemUTC(), () -> {
            if (writes.getAndIncrement() == fatal) {
                Runtime.getRuntime().halt(KILLED);
            }
        })) {
            opened.kms.keys().generate(CALLER, wish());
            writes.set(0);
            opened.kms.rotations().rotate(CALLER, ALIAS, RotateKey.now());
        }
    }

    /** The key to be made. */
    static GenerateKey wish() {
        var spec = SignatureAlgorithm.ECDSA_SHA256.defaultKeySpec();
        return new GenerateKey(
                Optional.empty(),
                Optional.of(new KeyAlias(ALIAS)),
                KeyParameters.of(
                        spec,
                        KeyUsage.of(spec, Optional.empty(), Set.of()),
                        Optional.of(SignatureAlgorithm.ECDSA_SHA256)));
    }

    /** The service over an embedded database and key files, without the server. */
    static final class Opened implements AutoCloseable {
        final KeyManagementService kms;
        private final Persistence persistence;
        private final KeyProvider provider;

        private Opened(Persistence persistence, KeyProvider provider, Clock clock, Runnable beforeWrite) {
            this.persistence = persistence;
            this.provider = provider;
            this.kms = KeyManagementService.builder()
                    .persistence(watched(Persistence.class, persistence, beforeWrite))
                    .defaultProvider(new ProviderId(RunningKms.PROVIDER))
                    .provider(new RegisteredProvider(
                            new ProviderId(RunningKms.PROVIDER),
                            "software",
                            "Software KMS",
                            ProviderVisibility.tenants(),
                            watched(KeyProvider.class, provider, beforeWrite)))
                    .verifier(Discovery.verifier())
                    .clock(clock)
                    .build();
        }

        static Opened open(Path folder, Clock clock, Runnable beforeWrite) {
            Persistence persistence =
                    Discovery.persistenceFactory("dialect", "embedded").open(new Settings(Map.of()), folder);
            KeyProviderFactory factory = Discovery.factories(KeyProviderFactory.class).stream()
                    .filter(candidate -> candidate.type().equals("software"))
                    .findFirst()
                    .orElseThrow();
            return new Opened(
                    persistence,
                    factory.create(ProviderSettings.of(RunningKms.PROVIDER, Map.of(), folder)),
                    clock,
                    beforeWrite);
        }

        @Override
        public void close() {
            provider.close();
            persistence.close();
        }

        /** The same, with something done before each write; what its methods return is watched as well. */
        private static <T> T watched(Class<T> port, T real, Runnable beforeWrite) {
            Object proxy =
                    Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
                        if (WRITES.contains(method.getName())) {
                            beforeWrite.run();
                        }
                        try {
                            Object result = method.invoke(real, args);
                            return WRITTEN_TO
                                            .matcher(method.getReturnType().getSimpleName())
                                            .matches()
                                    ? watchedStore(method.getReturnType(), result, beforeWrite)
                                    : result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            return port.cast(proxy);
        }

        private static <S> S watchedStore(Class<S> store, Object real, Runnable beforeWrite) {
            return watched(store, store.cast(real), beforeWrite);
        }
    }
}
