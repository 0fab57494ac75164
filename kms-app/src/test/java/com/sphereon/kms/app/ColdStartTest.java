package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Starts of a server whose backends cannot be reached, but for the one it has itself. A provider of each remote type is declared,
 * and another one registered; each holds a key from better days.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ColdStartTest {
    private static final String NOWHERE = "https://kms.invalid";
    private static final Map<String, String> LIMITS =
            Map.of("deadline", "PT1S", "max-retries", "0", "breaker-wait-in-ms", "1");

    /** For a process that has all of a library to load yet. */
    private static final String PATIENT = "PT60S";

    /** Generous, as everything is busy in a build; who waits for backends waits much longer. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private final Map<String, Relay> relays = new HashMap<>();
    private final List<RemoteProvider> registered = new ArrayList<>();
    private final List<RemoteProvider> declared = new ArrayList<>();
    /** The alias of a key at each provider. */
    private final Map<RemoteProvider, String> keys = new HashMap<>();

    @BeforeAll
    void useAllWhileTheyAreThere() throws IOException {
        for (RemoteProvider provider : RemoteProvider.startFour(folder)) {
            relays.put(
                    provider.backend().providerType(),
                    new Relay(provider.backend().server().url()));
            registered.add(new RemoteProvider("registered-" + provider.id(), provider.backend()));
            declared.add(new RemoteProvider("declared-" + provider.id(), provider.backend()));
        }
        all(Relay.State.OPEN);
        Map<String, String> declarations = new HashMap<>();
        declared.forEach(provider -> declarations.putAll(declaration(provider, settings(provider))));
        declared.forEach(provider -> declarations.put("kms.providers.%s.deadline".formatted(provider.id()), PATIENT));
        try (RunningKms kms = RunningKms.start(folder.resolve("data"), declarations)) {
            KmsClient client = kms.client();
            for (RemoteProvider provider : registered) {
                client.post("/providers", provider.body(settings(provider), "deadline", PATIENT))
                        .expect(201);
            }
            for (RemoteProvider provider : providers()) {
                keys.put(provider, makeKey(client, provider));
            }
            for (RemoteProvider provider : registered) {
                provider.change(client, provider.body(settings(provider))).expect(200);
            }
        }
    }

    /** One key cannot be registered twice. */
    private String makeKey(KmsClient client, RemoteProvider provider) {
        List<String> there = provider.backend().keysToRegister();
        return there.isEmpty()
                ? provider.newKey(client, "key-at:" + provider.id())
                : provider.register(client, there.get(registered.contains(provider) ? 0 : 1));
    }

    @AfterAll
    void stopBackends() {
        relays.values().forEach(Relay::close);
        registered.forEach(RemoteProvider::close);
    }

    private void all(Relay.State state) {
        relays.values().forEach(relay -> relay.be(state));
    }

    private List<RemoteProvider> providers() {
        return Stream.concat(declared.stream(), registered.stream()).toList();
    }

    /** Behind its relay. */
    private Map<String, String> settings(RemoteProvider provider) {
        return settings(provider, relays.get(provider.backend().providerType()).url());
    }

    private static Map<String, String> settings(RemoteProvider provider, String address) {
        Map<String, String> settings = new HashMap<>(provider.backend().settings());
        settings.replaceAll(
                (name, value) -> value.replace(provider.backend().server().url(), address));
        settings.putAll(LIMITS);
        return settings;
    }

    private static Map<String, String> declaration(RemoteProvider provider, Map<String, String> settings) {
        String prefix = "kms.providers." + provider.id() + ".";
        Map<String, String> declaration = new HashMap<>();
        declaration.put(prefix + "type", provider.backend().providerType());
        settings.forEach((name, value) -> declaration.put(prefix + name, value));
        return declaration;
    }

    private RunningKms start(Map<String, String> declarations) {
        long begin = System.nanoTime();
        RunningKms kms = RunningKms.start(folder.resolve("data"), declarations);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(START_LIMIT);
        return kms;
    }

    private static Map<String, String> ready(KmsClient client) {
        Map<String, String> checks = new HashMap<>();
        for (JsonNode check : client.getAtRoot("/ready").expect(200).at("/checks")) {
            checks.put(check.get("name").textValue(), check.get("status").textValue());
        }
        return checks;
    }

    private void assertAway(KmsClient client, List<RemoteProvider> away) {
        Map<String, String> checks = ready(client);
        for (RemoteProvider provider : away) {
            assertThat(checks).containsEntry("provider " + provider.id(), "DOWN");
            Answer answer = sign(client, provider).expectError(503, provider.id());
            assertThat(Integer.parseInt(answer.header("Retry-After").orElse("0")))
                    .as(provider.id())
                    .isPositive();
            client.keyInfo(Uris.segment(keys.get(provider)));
        }
    }

    /** Those the server has itself. */
    private static void assertOthersServe(KmsClient client) {
        assertThat(ready(client)).containsEntry("provider " + RunningKms.PROVIDER, "UP");
        client.post("/keys", Json.object("alias", "here", "alg", "ECDSA_SHA256"));
        client.sign(Json.object("alias", "here"), "AAAA").expect(201);
    }

    private Answer sign(KmsClient client, RemoteProvider provider) {
        return client.sign(Json.object("alias", keys.get(provider)), "AAAA");
    }

    private void awaitService(KmsClient client, List<RemoteProvider> back) {
        for (RemoteProvider provider : back) {
            Await.until(
                    () -> sign(client, provider).status() == 201,
                    () -> provider + " " + sign(client, provider).text());
            Await.until(
                    () -> ready(client).get("provider " + provider.id()).equals("UP"),
                    () -> ready(client).toString());
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OPEN"})
    void start_backendsAway_othersServeAndTheyWhenTheyCome(Relay.State state) {
        Map<String, String> declarations = new HashMap<>();
        declared.forEach(provider -> declarations.putAll(declaration(provider, settings(provider))));
        all(state);

        try (RunningKms kms = start(declarations)) {
            assertAway(kms.client(), providers());
            assertOthersServe(kms.client());

            all(Relay.State.OPEN);
            awaitService(kms.client(), providers());
        }
    }

    /** Those that are registered are given another address without a restart. */
    @Test
    void start_namesDoNotResolve_othersServeAndTheyWhenTheirNamesAreChanged() {
        all(Relay.State.OPEN);
        Map<String, String> declarations = new HashMap<>();
        declared.forEach(provider -> declarations.putAll(declaration(provider, settings(provider, NOWHERE))));
        try (RunningKms kms = start(declarations)) {
            registered.forEach(provider -> provider.change(kms.client(), provider.body(settings(provider, NOWHERE)))
                    .expect(200));
        }

        try (RunningKms kms = start(declarations)) {
            assertAway(kms.client(), providers());
            assertOthersServe(kms.client());

            registered.forEach(provider -> provider.change(kms.client(), provider.body(settings(provider)))
                    .expect(200));
            awaitService(kms.client(), registered);
            assertAway(kms.client(), declared);
        }
    }
}
