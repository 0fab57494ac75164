package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that is slow, broken or a liar, seen by its own callers and by those of the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderFaultsTest {
    private static final byte[] MESSAGE = Json.utf8("a message");
    private static final int CALLERS = 10;

    /** Of the answers to calls whose deadline is a second: generous, as everything is busy in a build. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private static final Set<Fault> AWAY =
            EnumSet.of(Fault.HANG, Fault.SERVER_ERROR, Fault.THROTTLE, Fault.RESET, Fault.CREDENTIALS_EXPIRED);

    /** What their protocols leave no room for. */
    private static final Map<String, Set<Fault>> IMPOSSIBLE =
            Map.of("azure", Set.of(Fault.OTHER_ALGORITHM), "csc", Set.of(Fault.OTHER_ALGORITHM, Fault.OTHER_KEY));

    private final Map<String, RemoteProvider> providers = new LinkedHashMap<>();
    private final Map<String, ObjectNode> keys = new LinkedHashMap<>();
    private RunningKms kms;
    private KmsClient client;

    @BeforeAll
    void start(@TempDir Path folder) {
        kms = RunningKms.start(folder.resolve("data"));
        client = kms.client();
        client.generate("here", "ECDSA_SHA256");
        keys.put(RunningKms.PROVIDER, Json.object("alias", "here"));
        for (RemoteProvider provider : RemoteProvider.startFour(folder)) {
            providers.put(provider.id(), provider);
            client.post("/providers", provider.body("max-retries", "0", "breaker-wait-in-ms", "1"))
                    .expect(201);
            keys.put(provider.id(), Json.object("alias", provider.newKey(client, "key-at:" + provider.id())));
        }
    }

    @AfterAll
    void stop() {
        kms.close();
        providers.values().forEach(RemoteProvider::close);
    }

    static Stream<Arguments> answeredFaults() {
        return Stream.of("aws", "azure", "csc", "rest")
                .flatMap(id -> EnumSet.complementOf(EnumSet.of(Fault.HANG)).stream()
                        .filter(fault -> !IMPOSSIBLE.getOrDefault(id, Set.of()).contains(fault))
                        .map(fault -> Arguments.of(id, fault)));
    }

    @ParameterizedTest
    @MethodSource("answeredFaults")
    void sign_backendFails_callersAreToldAndTheOthersServed(String id, Fault fault) {
        FaultyBackend backend = providers.get(id).backend().server();

        backend.inject(fault, FaultyBackend.ALWAYS);
        try {
            assertTold(sign(id), id, fault);
            assertOthersServe(id);
        } finally {
            backend.heal();
        }

        awaitService(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure", "csc", "rest"})
    void sign_backendHangs_callersAreToldAtTheDeadlineAndTheOthersServedMeanwhile(String id)
            throws InterruptedException {
        change(id, "deadline", "PT1S", "breaker-wait-in-ms", "1");
        FaultyBackend backend = providers.get(id).backend().server();
        awaitService(id);

        backend.inject(Fault.HANG, FaultyBackend.ALWAYS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            List<Future<Answer>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> sign(id)));
            }
            assertOthersServe(id);
            for (Future<Answer> caller : callers) {
                assertTold(answer(caller), id, Fault.HANG);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ANSWER_LIMIT);
            assertOthersServe(id);
        } finally {
            backend.heal();
        }

        awaitService(id);
        change(id, "breaker-wait-in-ms", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure", "csc", "rest"})
    void sign_backendDownAndUp_breakerOpensAndClosesByItself(String id) {
        change(id, "breaker-wait-in-ms", "200");
        FaultyBackend backend = providers.get(id).backend().server();
        awaitService(id);
        assertThat(breaker(id)).isEqualTo("0.0");

        backend.inject(Fault.SERVER_ERROR, FaultyBackend.ALWAYS);
        try {
            Await.until(
                    () -> {
                        assertTold(sign(id), id, Fault.SERVER_ERROR);
                        return breaker(id).equals("1.0");
                    },
                    () -> breaker(id));
            assertOthersServe(id);
            keys.keySet().stream()
                    .filter(providers::containsKey)
                    .filter(other -> !other.equals(id))
                    .forEach(other -> assertThat(breaker(other)).as(other).isEqualTo("0.0"));
        } finally {
            backend.heal();
        }

        Await.until(() -> sign(id).status() == 201 && breaker(id).equals("0.0"), () -> breaker(id));
        change(id, "breaker-wait-in-ms", "1");
    }

    private void change(String id, String... settings) {
        RemoteProvider provider = providers.get(id);
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("max-retries", "0"));
        provider.change(client, provider.body(all.toArray(String[]::new))).expect(200);
    }

    private Answer sign(String id) {
        return client.sign(keys.get(id), Json.base64(MESSAGE));
    }

    private static Answer answer(Future<Answer> caller) throws InterruptedException {
        try {
            return caller.get();
        } catch (ExecutionException e) {
            throw new AssertionError("no answer", e.getCause());
        }
    }

    private static void assertTold(Answer answer, String id, Fault fault) {
        if (AWAY.contains(fault)) {
            answer.expectError(503, id);
            int wait = Integer.parseInt(answer.header("Retry-After").orElse("0"));
            assertThat(wait).isEqualTo(fault == Fault.THROTTLE ? FaultyBackend.RETRY_AFTER_SECONDS : Math.max(1, wait));
        } else {
            answer.expectError(502, id);
        }
    }

    private void assertOthersServe(String broken) {
        keys.forEach((id, key) -> {
            if (!id.equals(broken)) {
                assertThat(client.isValid(key, MESSAGE, client.sign(key, MESSAGE)))
                        .as(id)
                        .isTrue();
            }
        });
    }

    private void awaitService(String id) {
        Await.until(() -> sign(id).status() == 201, () -> sign(id).text());
        assertThat(client.isValid(keys.get(id), MESSAGE, client.sign(keys.get(id), MESSAGE)))
                .isTrue();
    }

    /** As it is for those who watch: 0.0 closed, 1.0 open, 2.0 half open. */
    private String breaker(String id) {
        String name = "kms_provider_breaker{provider=\"%s\"} ".formatted(id);
        return client.getAtRoot("/metrics")
                .expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElse("absent");
    }
}
