package com.sphereon.kms.provider.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server answers becomes the failure it is, and nothing of its words is handed on. */
class ErrorsTest {
    private static final String TOKEN = "e30.eyJ0ZW5hbnRfaWQiOiJhY21lIn0.c2ln";
    private static final String CANARY = "words of the other server";
    private static final KeyHandle KEY = new KeyHandle(OpenKms.TENANT, "k");
    private static final String CAPABILITIES = """
            {"providerId":"p-one","capabilities":{"providerId":"p-one","providerType":"software","storageTypes":["PERSISTENT"],
            "operations":[{"operation":"SIGN","supported":true,"signatureAlgorithms":["ECDSA_SHA256"]},
            {"operation":"DELETE_KEY","supported":true},{"operation":"GENERATE_KEY","supported":true}],
            "supportedKeyTypes":["EC"],"supportedCurves":["P-256"],"newMember":1}}""";

    @TempDir
    Path folder;

    private FaultyHttpServer server;
    private KeyProvider provider;

    private void start(Function<Ask, Reply> answers, String... others) throws Exception {
        server = FaultyHttpServer.start((ask, lie) ->
                ask.target().endsWith("/capabilities") ? Reply.json(200, CAPABILITIES) : answers.apply(ask));
        Files.writeString(folder.resolve("token"), TOKEN);
        Map<String, String> settings = new HashMap<>(Map.of(
                "url", server.url(),
                "bearer-jwt", "file:" + folder.resolve("token"),
                "rest-provider-id", "p-one",
                "base-delay-in-ms", "1",
                "max-retries", "0"));
        for (int i = 0; i < others.length; i += 2) {
            settings.put(others[i], others[i + 1]);
        }
        provider = OpenKms.open(settings);
    }

    @AfterEach
    void stop() {
        provider.close();
        server.close();
    }

    private static Reply error(int status, String code) {
        String body = "{\"code\":\"%s\",\"message\":\"%s\",\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}"
                .formatted(code, CANARY, code, CANARY);
        return new Reply(status, Map.of("Retry-After", "7"), body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidRequestException",
        "401, UnavailableException",
        "403, UnavailableException",
        "404, NotFoundException",
        "409, ConflictException",
        "422, InvalidRequestException",
        "429, UnavailableException",
        "500, UnavailableException",
        "501, InvalidRequestException",
        "502, UnavailableException",
        "503, UnavailableException",
        "508, ProviderFailedException",
        "302, ProviderFailedException"
    })
    void sign_eachStatus_itsFailure(int status, String failure) throws Exception {
        // The key is there, so that 400 says something else than that it is not.
        start(ask -> ask.method().equals("GET") ? key("k") : error(status, "SOME_CODE"));

        Throwable thrown = catchThrowable(() -> provider.sign(KEY, OpenKms.INPUT));

        assertThat(thrown).isInstanceOf(KmsException.class);
        assertThat(thrown.getClass().getSimpleName()).isEqualTo(failure);
        for (Throwable part = thrown; part != null; part = part.getCause()) {
            assertThat(String.valueOf(part.getMessage())).doesNotContain(CANARY).doesNotContain(TOKEN);
        }
        if (thrown instanceof UnavailableException unavailable) {
            // Refused credentials do not mend themselves, whatever the answer says.
            boolean denied = status == 401 || status == 403;
            assertThat(unavailable.retryAfter()).isEqualTo(Duration.ofSeconds(denied ? 30 : 7));
        }
    }

    private static Reply key(String kid) {
        return Reply.json(200, "{\"keyInfo\":{\"kid\":\"%s\",\"providerId\":\"p-one\"}}".formatted(kid));
    }

    /** The contract answers 400 for keys that do not exist, too. */
    @Test
    void sign_400AndNoSuchKey_notFound() throws Exception {
        start(ask -> error(ask.method().equals("GET") ? 404 : 400, "SOME_CODE"));

        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.sign(KEY, OpenKms.INPUT));
    }

    @Test
    void sign_forwardedTwice_saidInOurWords() throws Exception {
        start(ask -> error(409, "KMS_FORWARDED_TWICE"));

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> provider.sign(KEY, OpenKms.INPUT))
                .withMessageContaining("yet another KMS");
    }

    @Test
    void delete_notThere_noError() throws Exception {
        start(ask -> error(404, "NOT_FOUND"));

        provider.delete(KEY);

        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.describe(KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keyInfo\":null}",
                "{\"keyInfo\":{\"kid\":\"k\",\"providerId\":\"p-one\"}}",
                "{\"keyInfo\":{\"kid\":\"k\",\"kid\":\"k\",\"providerId\":\"p-one\"}}",
                "{\"keyInfo\":{\"kid\":1,\"providerId\":\"p-one\"}}",
                "{\"keyInfo\":{\"kid\":\"k\",\"providerId\":\"p-two\",\"signatureAlgorithm\":\"HMAC_SHA256\"}}",
                "{\"keyInfo\":{\"kid\":\"a b\",\"alias\":\"k\",\"providerId\":\"p-one\",\"signatureAlgorithm\":\"HMAC_SHA256\"}}",
                "{\"keyInfo\":{\"kid\":\"k\",\"providerId\":\"p-one\",\"key\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}}}",
                "{\"keyInfo\":{\"kid\":\"k\",\"providerId\":\"p-one\",\"signatureAlgorithm\":\"HMAC_SHA256\"}} {}"
            })
    void describe_answerThatMakesNoSense_failed(String answer) throws Exception {
        start(ask -> Reply.json(200, answer));

        assertThatExceptionOfType(ProviderFailedException.class).isThrownBy(() -> provider.describe(KEY));
    }

    @Test
    void describe_membersNobodyKnows_ignored() throws Exception {
        start(ask -> Reply.json(
                200,
                "{\"new\":[1],\"keyInfo\":{\"kid\":\"k\",\"providerId\":\"p-one\",\"signatureAlgorithm\":\"HMAC_SHA384\","
                        + "\"newer\":{}}}"));

        assertThat(provider.describe(KEY).spec()).hasToString("oct 384");
    }

    /** A server that knows no idempotency keys finds the alias of the first attempt. */
    @Test
    void generate_conflictAfterALostAnswer_outcomeUnknown() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        start(ask -> posts.getAndIncrement() == 0 ? Reply.json(503, "{}") : error(409, "CONFLICT"), "max-retries", "1");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> provider.generate(OpenKms.newKey()))
                .withMessageContaining("not known whether");

        assertThat(posts).hasValue(2);
    }

    @Test
    void generate_conflictAtOnce_conflict() throws Exception {
        start(ask -> error(409, "CONFLICT"), "max-retries", "1");

        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> provider.generate(OpenKms.newKey()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../k", "", ".", "a/b", "a b", "k?x=y"})
    void use_nameNoKeyCanHave_notFoundWithoutAsking(String name) throws Exception {
        start(ask -> key("k"));
        KeyHandle handle = new KeyHandle(OpenKms.TENANT, name);
        provider.capabilities();
        int before = server.requestsReceived();

        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.describe(handle));
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.sign(handle, OpenKms.INPUT));
        provider.delete(handle);

        assertThat(server.requestsReceived()).isEqualTo(before);
    }
}
