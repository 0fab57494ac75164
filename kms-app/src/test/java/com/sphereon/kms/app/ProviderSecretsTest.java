package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.provider.aws.AwsBackend;
import com.sphereon.kms.provider.csc.CscBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.RunningBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What providers were given to authenticate with, and the tokens they got for it, are nowhere to be found: a server as it is
 * shipped, logging all it can, has used each of them in every way, met every fault and been refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderSecretsTest {
    /** An alias: in answers, in the database, in the audit log and, as its lines are printed, in the log. */
    private static final String PLANTED = "planted-canary-0815";

    @TempDir
    private static Path folder;

    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final Map<RemoteProvider, String> keys = new ConcurrentHashMap<>();
    private List<RemoteProvider> providers = List.of();
    private KmsClient client;
    private String log;
    private String tables;
    private String export;

    @BeforeAll
    void useAndMisuseEverything() throws IOException, InterruptedException {
        providers = new ArrayList<>(RemoteProvider.startFour(secretsFolder()));
        providers.add(new RemoteProvider("aws-role", AwsBackend.startWithRole(secretsFolder())));
        providers.add(new RemoteProvider("signer", CscBackend.startAutoSigner(secretsFolder())));
        Map<String, String> settings = Map.of("kms.log-level", "TRACE", "kms.audit.log-lines", "true");
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), settings)) {
            client = server.client().overheardBy(answer -> {
                answers.add(answer.text());
                answers.add(answer.headers().toString());
            });
            client.generate(PLANTED, "ECDSA_SHA256");
            forEach(this::use);
            for (Fault fault : Fault.values()) {
                meet(fault);
            }
            forEach(this::useWithWrongSecret);
            forEach(this::writeSecretsInline);
            export = export(server);
            tables = tables();
            server.stop();
            log = server.log();
        }
    }

    private static Path secretsFolder() throws IOException {
        return Files.createDirectories(folder.resolve("secrets"));
    }

    @AfterAll
    void stop() {
        providers.forEach(RemoteProvider::close);
    }

    /** All at once: most of the time they wait. */
    private void forEach(Consumer<RemoteProvider> action) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            providers.forEach(provider -> done.add(threads.submit(() -> action.accept(provider))));
            for (Future<?> one : done) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a provider", e.getCause());
        }
    }

    private ObjectNode key(RemoteProvider provider) {
        ObjectNode key = Json.object("alias", keys.get(provider));
        // the only way in which the automatic signer signs
        return provider.id().equals("signer") ? Json.with(key, "signatureAlgorithm", "RSA_SHA256") : key;
    }

    private void use(RemoteProvider provider) {
        client.post("/providers", provider.body("max-retries", "0", "breaker-wait-in-ms", "1"))
                .expect(201);
        String alias = provider.newKey(client, "key-at:" + provider.id());
        keys.put(provider, alias);
        ObjectNode key = key(provider);
        byte[] message = Json.utf8("a message");
        assertThat(client.isValid(key, message, client.sign(key, message))).isTrue();
        client.keyInfo(Uris.segment(alias));
        client.post(provider.path() + "/validate", "").expect(200);
        client.get(provider.path() + "/configuration").expect(200);
        client.get(provider.path() + "/capabilities").expect(200);
        ObjectNode imported = Json.object("alias", "imported-at:" + provider.id(), "key", ForeignKeys.jwk("P-256"));
        client.post(provider.path() + "/keys/import", Json.object("keyInfo", imported));
        client.delete("/keys/imported-at:" + provider.id());
        // from here on it must not wait for what hangs
        provider.change(
                        client,
                        provider.body(
                                "max-retries",
                                "0",
                                "breaker-wait-in-ms",
                                "1",
                                "deadline",
                                "PT1S",
                                "cache-ttl-in-seconds",
                                "0"))
                .expect(200);
    }

    private void meet(Fault fault) throws InterruptedException {
        Map<RemoteProvider, Integer> before = new HashMap<>();
        for (RemoteProvider provider : providers) {
            before.put(provider, provider.backend().server().requestsReceived());
            provider.backend().server().inject(fault, FaultyBackend.ALWAYS);
        }
        forEach(provider -> {
            client.sign(key(provider), "AAAA");
            client.post(provider.path() + "/keys", Json.object("alias", "new-at:" + provider.id()));
            client.post("/keys/register", Json.object("providerId", provider.id(), "alias", "another"));
            client.post(provider.path() + "/validate", "").expect(200);
        });
        client.getAtRoot("/ready").expect(200);
        for (RemoteProvider provider : providers) {
            provider.backend().server().heal();
            assertThat(provider.backend().server().requestsReceived())
                    .as("%s met %s", provider.id(), fault)
                    .isGreaterThan(before.get(provider));
        }
    }

    private void useWithWrongSecret(RemoteProvider provider) {
        provider.change(client, provider.body(provider.backend().settingsWithWrongSecret(), "max-retries", "0"))
                .expect(200);
        assertThat(client.post(provider.path() + "/validate", "")
                        .expect(200)
                        .at("/valid")
                        .booleanValue())
                .as(provider.id())
                .isFalse();
        assertThat(client.sign(key(provider), "AAAA").status())
                .as(provider.id())
                .isGreaterThanOrEqualTo(500);
    }

    /** People do, and are told not to. */
    private void writeSecretsInline(RemoteProvider provider) {
        for (String secret : provider.backend().secrets()) {
            Map<String, String> settings = new HashMap<>(provider.backend().settings());
            settings.replaceAll((name, value) -> value.startsWith("file:") ? secret : value);
            provider.change(client, provider.body(settings)).expect(400);
        }
    }

    private static String export(ServerProcess server) throws IOException {
        StringWriter printed = new StringWriter();
        PrintWriter printer = new PrintWriter(printed, true);
        Path file = folder.resolve("log.jsonl");
        int code = Main.commandLine(printer, printer)
                .execute(
                        "audit",
                        "export",
                        "--url",
                        "http://127.0.0.1:%d%s/".formatted(server.port(), KmsClient.BASE_PATH),
                        "--output",
                        file.toString(),
                        "--keys",
                        folder.resolve("keys.json").toString());
        assertThat(code).as(printed.toString()).isZero();
        StringBuilder leaves = new StringBuilder(Files.readString(file));
        AuditView.of(server.client())
                .events()
                .forEach(event -> leaves.append(event).append('\n'));
        return leaves.toString();
    }

    /** Every value of every row of every table, and the file as it is. */
    private static String tables() throws IOException {
        Path data = folder.resolve("data");
        StringBuilder all = new StringBuilder();
        try (Connection connection = new EmbeddedFile(data).connect();
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("select name from sqlite_master where type = 'table'")) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            for (String name : names) {
                append(statement, name, all);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static void append(Statement statement, String table, StringBuilder all) throws SQLException {
        try (ResultSet row = statement.executeQuery("select * from \"" + table + "\"")) {
            while (row.next()) {
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    byte[] value = row.getBytes(column);
                    all.append(value == null ? "" : new String(value, StandardCharsets.ISO_8859_1))
                            .append('\n');
                }
            }
        }
    }

    private Needles secrets() {
        Set<String> secrets = new HashSet<>();
        for (RunningBackend backend :
                providers.stream().map(RemoteProvider::backend).toList()) {
            secrets.addAll(backend.secrets());
        }
        return new Needles(secrets);
    }

    @Test
    void secrets_ofEachProvider_wereUsed() {
        for (RemoteProvider provider : providers) {
            long inFiles = provider.backend().settings().values().stream()
                    .filter(value -> value.startsWith("file:"))
                    .count();
            assertThat(inFiles).as(provider.id()).isPositive();
            assertThat(provider.backend().secrets()).as(provider.id()).hasSizeGreaterThan((int) inFiles);
        }
    }

    @Test
    void answers_anything_holdNoSecret() {
        assertThat(answers)
                .anyMatch(answer -> new Needles(Set.of(PLANTED)).in(answer).isPresent());
        Needles secrets = secrets();
        for (String answer : answers) {
            assertThat(secrets.in(answer)).as(answer).isEmpty();
        }
    }

    @Test
    void log_anything_holdsNoSecret() {
        assertThat(log).contains("DEBUG", "TRACE");
        assertNone(log);
    }

    @Test
    void database_anything_holdsNoSecret() {
        assertThat(tables).contains("aws", "azure", "csc", "rest", "file:/");
        assertNone(tables);
    }

    @Test
    void auditExport_anything_holdsNoSecret() {
        assertThat(export).contains("\"provider");
        assertNone(export);
    }

    private void assertNone(String text) {
        assertThat(new Needles(Set.of(PLANTED)).in(text)).as("what was planted").isPresent();
        assertThat(secrets().in(text)).as("a secret").isEmpty();
    }

    /** That it would be found however it is written. */
    @Test
    void search_secretInOtherWords_findsIt() {
        Needles needles = new Needles(Set.of("canary-client-secret/+="));
        for (String before : List.of("", "x", "xy", "client id:")) {
            String text = before + "canary-client-secret/+=";
            assertThat(needles.in(text)).isPresent();
            assertThat(needles.in("Basic " + Json.base64(text) + " ...")).isPresent();
            assertThat(needles.in("." + Json.base64Url(Json.utf8(text)) + ".")).isPresent();
            assertThat(needles.in(Json.utf8(text))).isPresent();
        }
        assertThat(needles.in("kms+client:canary-client-secret%2F%2B%3D")).isPresent();
        assertThat(needles.in("...-client-secret/+=")).isPresent();
        assertThat(needles.in("canary-client-...")).isPresent();
        assertThat(needles.in("canary-client")).isEmpty();
        assertThat(needles.in("client-secret")).isEmpty();
        JsonNode nothing = Json.object("clientSecret", "file:/client-secret");
        assertThat(needles.in(nothing.toString())).isEmpty();
    }
}
