package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at one alias: whatever the order, every call has a proper answer and no key is left half made. */
class ConcurrencyTest {
    private static final int CLIENTS = 200;
    private static final String ALIAS = "contended";

    @TempDir
    private Path dataDirectory;

    private RunningKms kms;

    @BeforeEach
    void start() {
        kms = RunningKms.start(dataDirectory);
    }

    @AfterEach
    void stop() {
        kms.close();
    }

    /** One task per client, all at once; the answers in the order of the tasks. */
    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : clients.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }

    private List<Answer> createAndDelete() {
        KmsClient client = kms.client();
        return List.of(
                client.post("/keys", Json.object("alias", ALIAS, "alg", "ED25519")), client.delete("/keys/" + ALIAS));
    }

    @Test
    void createAndDelete_sameAliasByManyClients_leavesNoHalfOfAKey(TestReporter reporter) throws Exception {
        List<Callable<List<Answer>>> tasks = IntStream.range(0, CLIENTS)
                .<Callable<List<Answer>>>mapToObj(i -> this::createAndDelete)
                .toList();

        List<List<Answer>> answers = together(tasks);

        assertThat(answers)
                .extracting(pair -> pair.get(0).status())
                .contains(201)
                .isSubsetOf(201, 409);
        assertThat(answers).extracting(pair -> pair.get(1).status()).isSubsetOf(204, 404, 409);
        reporter.publishEntry(
                "created and deleted",
                answers.stream()
                        .flatMap(List::stream)
                        .collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()))
                        .toString());
        assertFilesAndRowsMatch();
        assertAfterRestartTheSame();
    }

    @Test
    void createOnly_sameAliasByManyClients_succeedsOnce() throws Exception {
        List<Callable<Answer>> tasks = IntStream.range(0, CLIENTS)
                .<Callable<Answer>>mapToObj(
                        i -> () -> kms.client().post("/keys", Json.object("alias", ALIAS, "alg", "ED25519")))
                .toList();

        List<Answer> answers = together(tasks);

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(CLIENTS - 1);
        assertThat(kms.client().aliases()).containsExactly(ALIAS);
        assertFilesAndRowsMatch();
    }

    @Test
    void deleteOnly_sameAliasByManyClients_endsWithoutTheKey() throws Exception {
        kms.client().generate(ALIAS, "ED25519");
        List<Callable<Answer>> tasks = IntStream.range(0, CLIENTS)
                .<Callable<Answer>>mapToObj(i -> () -> kms.client().delete("/keys/" + ALIAS))
                .toList();

        List<Answer> answers = together(tasks);

        assertThat(answers).extracting(Answer::status).contains(204).isSubsetOf(204, 404, 409);
        assertThat(kms.client().aliases()).isEmpty();
        assertFilesAndRowsMatch();
    }

    @Test
    void sign_whileOthersReplaceTheKey_signsOrHasNoKey() throws Exception {
        List<Callable<Answer>> tasks = IntStream.range(0, CLIENTS)
                .<Callable<Answer>>mapToObj(i -> switch (i % 4) {
                    case 0 -> () -> kms.client().post("/keys", Json.object("alias", ALIAS, "alg", "ED25519"));
                    case 1 -> () -> kms.client().delete("/keys/" + ALIAS);
                    case 2 -> () -> kms.client().get("/keys/" + ALIAS);
                    default -> () -> kms.client().sign(Json.object("alias", ALIAS), "AAAA");
                })
                .toList();

        List<Answer> answers = together(tasks);

        for (int i = 0; i < CLIENTS; i++) {
            Answer answer = answers.get(i);
            switch (i % 4) {
                case 0 -> assertThat(answer.status()).as(answer.text()).isIn(201, 409);
                case 1 -> assertThat(answer.status()).as(answer.text()).isIn(204, 404, 409);
                case 2 -> assertThat(answer.status()).as(answer.text()).isIn(200, 404);
                default -> assertThat(answer.status()).as(answer.text()).isIn(201, 400);
            }
        }
        assertFilesAndRowsMatch();
    }

    /** A row for each file, a file for each row: as many of one as of the other, and each key signs. */
    private void assertFilesAndRowsMatch() {
        List<String> aliases = kms.client().aliases();
        assertThat(KeyFiles.in(dataDirectory))
                .hasSameSizeAs(aliases)
                .allMatch(file -> file.toString().endsWith(".jwe"));
        for (String alias : aliases) {
            kms.client().sign(Json.object("alias", alias), "AAAA").expect(201);
        }
    }

    private void assertAfterRestartTheSame() {
        List<String> before = kms.client().aliases();
        List<Path> files = KeyFiles.in(dataDirectory);
        kms.close();
        kms = RunningKms.start(dataDirectory);
        assertThat(kms.client().aliases()).isEqualTo(before);
        assertThat(KeyFiles.in(dataDirectory)).isEqualTo(files);
        assertFilesAndRowsMatch();
        if (!before.contains(ALIAS)) {
            kms.client().generate(ALIAS, "ED25519");
        }
        assertFilesAndRowsMatch();
    }
}
