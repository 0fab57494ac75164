package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.spi.IdempotencyStore;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.RotationStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One of several services over one database, which can be stopped before or after any call to it. */
final class Replica {
    final KeyManagementService kms;
    private @Nullable Interruption before;
    private @Nullable Interruption after;

    /** @param call the name of a store and a method, such as {@code RotationStore.update} */
    private record Interruption(String call, Predicate<Object> argument, Runnable what) {}

    Replica(KmsFixture shared, InMemoryPersistence database) {
        Persistence watched = (Persistence) Proxy.newProxyInstance(
                Persistence.class.getClassLoader(),
                new Class<?>[] {Persistence.class},
                (self, method, args) -> switch (method.getName()) {
                    case "keyReferences" -> watched(KeyReferenceStore.class, database.keyReferences());
                    case "rotations" -> watched(RotationStore.class, database.rotations());
                    case "idempotency" -> watched(IdempotencyStore.class, database.idempotency());
                    default -> call(method, database, args);
                });
        this.kms = KeyManagementService.builder()
                .persistence(watched)
                .defaultProvider(KmsFixture.FAKE, "fake", shared.provider)
                .provider(new RegisteredProvider(
                        new ProviderId(KmsFixture.OTHER),
                        "fake",
                        KmsFixture.OTHER,
                        ProviderVisibility.tenants(),
                        shared.other))
                .verifier(new KmsFixture.JdkVerifier())
                .clock(shared.clock)
                .build();
    }

    /** Once, before the first such call. */
    void before(String call, Predicate<Object> firstArgument, Runnable what) {
        before = new Interruption(call, firstArgument, what);
    }

    /** Once, before the first such call. */
    void before(String call, Runnable what) {
        before(call, argument -> true, what);
    }

    /** Once, after the first such call. */
    void after(String call, Runnable what) {
        after = new Interruption(call, argument -> true, what);
    }

    private Object watched(Class<?> port, Object real) {
        return Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, args);
            }
            String name = port.getSimpleName() + "." + method.getName();
            Interruption first = before;
            if (matches(first, name, args)) {
                before = null;
                first.what.run();
            }
            Object result = call(method, real, args);
            Interruption second = after;
            if (matches(second, name, args)) {
                after = null;
                second.what.run();
            }
            return result;
        });
    }

    private static boolean matches(@Nullable Interruption interruption, String name, Object @Nullable [] args) {
        return interruption != null
                && interruption.call.equals(name)
                && args != null
                && interruption.argument.test(args[0]);
    }

    private static @Nullable Object call(Method method, Object real, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
