package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.ClientCredentials.Client;
import com.sphereon.kms.provider.remote.ClientCredentials.Method;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.testkit.provider.Together;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCredentialsTest {
    @TempDir
    private Path folder;

    private final TestPace time = new TestPace();
    private final List<Ask> asked = new CopyOnWriteArrayList<>();
    private volatile IntFunction<Reply> replies = number -> Reply.json(
            200, "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":300}".formatted(number));
    private final FaultyHttpServer server = FaultyHttpServer.start((ask, lie) -> {
        asked.add(ask);
        return replies.apply(asked.size());
    });
    private final HttpBackend endpoint = HttpBackend.open(
            HttpEndpoint.from(new Settings(Map.of("url", server.url() + "/token")), "url", "ca"),
            RemoteSettingsTest.with(),
            Authorization.NONE);
    private Path file;

    @BeforeEach
    void writeSecret() throws IOException {
        file = Files.writeString(folder.resolve("secret"), "pass:word &%é");
    }

    @AfterEach
    void close() {
        endpoint.close();
        server.close();
    }

    private ClientCredentials credentials(Method method, String scope) {
        CredentialSource secret =
                new CredentialSource(SecretReference.parse("secret", "file:" + file), time.nanos::get);
        return new ClientCredentials(
                endpoint, new Client("my client", secret, method, Optional.ofNullable(scope)), time.nanos::get);
    }

    private ClientCredentials credentials() {
        return credentials(Method.CLIENT_SECRET_BASIC, null);
    }

    private static String header(ClientCredentials credentials) {
        return credentials.header(Deadline.in(Duration.ofSeconds(30))).orElseThrow();
    }

    private RemoteFailure failure(ClientCredentials credentials) {
        return catchThrowableOfType(RemoteFailure.class, () -> header(credentials));
    }

    private String body() {
        return new String(asked.getLast().body(), StandardCharsets.US_ASCII);
    }

    @Test
    void header_basic_secretInTheHeaderFormEncoded() {
        assertThat(header(credentials(Method.CLIENT_SECRET_BASIC, "sign all"))).isEqualTo("Bearer token-1");
        Ask ask = asked.getFirst();
        assertThat(ask.target()).isEqualTo("/token");
        assertThat(ask.headers()).containsEntry("content-type", "application/x-www-form-urlencoded");
        assertThat(body()).isEqualTo("grant_type=client_credentials&scope=sign+all");
        String basic = ask.headers().get("authorization");
        assertThat(basic).startsWith("Basic ");
        assertThat(Base64.getDecoder().decode(basic.substring("Basic ".length())))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("my+client:pass%3Aword+%26%25%C3%A9");
    }

    @Test
    void header_post_secretInTheBody() {
        header(credentials(Method.CLIENT_SECRET_POST, null));
        assertThat(asked.getFirst().headers()).doesNotContainKey("authorization");
        assertThat(body())
                .isEqualTo("grant_type=client_credentials&client_id=my+client"
                        + "&client_secret=pass%3Aword+%26%25%C3%A9");
    }

    @Test
    void header_tokenLivesStill_notFetchedAgainUntilShortlyBeforeItsEnd() {
        ClientCredentials credentials = credentials();
        header(credentials);
        time.pass(Duration.ofSeconds(269));
        assertThat(header(credentials)).isEqualTo("Bearer token-1");
        time.pass(Duration.ofSeconds(1));
        assertThat(header(credentials)).isEqualTo("Bearer token-2");
    }

    @ParameterizedTest
    @CsvSource({"'',48", "',\"expires_in\":10',8", "',\"expires_in\":0',0", "',\"expires_in\":-5',0"})
    void header_shortOrUnknownLife_keptForAPart(String member, int keptSeconds) {
        replies = number ->
                Reply.json(200, "{\"access_token\":\"t%d\",\"token_type\":\"bearer\"%s}".formatted(number, member));
        ClientCredentials credentials = credentials();
        header(credentials);
        if (keptSeconds > 0) {
            time.pass(Duration.ofSeconds(keptSeconds).minusNanos(1));
            header(credentials);
            assertThat(asked).hasSize(1);
            time.pass(Duration.ofNanos(1));
        }
        header(credentials);
        assertThat(asked).hasSize(2);
    }

    @Test
    void header_manyAtOnce_fetchedOnce() {
        ClientCredentials credentials = credentials();
        assertThat(Together.run(() -> header(credentials))).containsOnly("Bearer token-1");
        assertThat(asked).hasSize(1);
    }

    @Test
    void refused_tokenInUse_droppedAndAnOlderOneIsNot() {
        ClientCredentials credentials = credentials();
        String first = header(credentials);
        assertThat(credentials.refused(first)).isTrue();
        assertThat(header(credentials)).isEqualTo("Bearer token-2");
        assertThat(credentials.refused(first)).isTrue();
        assertThat(header(credentials)).isEqualTo("Bearer token-2");
    }

    @ParameterizedTest
    @CsvSource({
        "400,DENIED",
        "401,DENIED",
        "403,DENIED",
        "404,UNEXPECTED",
        "409,UNEXPECTED",
        "423,UNEXPECTED",
        "429,THROTTLED",
        "500,UNAVAILABLE",
        "503,UNAVAILABLE",
        "302,UNEXPECTED",
        "201,UNEXPECTED"
    })
    void header_refused_ourFailureAndNothingWasDone(int status, Kind kind) {
        replies = number -> Reply.json(status, "{\"error\":\"hunter2\"}");
        RemoteFailure failure = failure(credentials());
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.isUndone()).isTrue();
        assertThat(failure).hasMessageNotContaining("hunter2");
    }

    @Test
    void header_secretRefused_readAgainBeforeItIsGivenUp() throws IOException {
        replies = number -> Reply.json(401, "{}");
        ClientCredentials credentials = credentials();
        assertThat(failure(credentials).isRenewed()).isFalse();
        Files.writeString(file, "another");
        // within the second in which the file is not looked at
        assertThat(failure(credentials).isRenewed()).isTrue();
    }

    @Test
    void header_failedOnce_notRemembered() {
        replies = number -> number == 1
                ? Reply.json(503, "{}")
                : Reply.json(200, "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}");
        ClientCredentials credentials = credentials();
        assertThat(failure(credentials).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(header(credentials)).isEqualTo("Bearer t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"t\"}",
                "{\"access_token\":\"t\",\"token_type\":\"mac\"}",
                "{\"access_token\":\"t\\r\\nX-Header: 1\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"hunter 2\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":{\"a\":1},\"token_type\":\"Bearer\"}"
            })
    void header_answerWithoutToken_unexpected(String answer) {
        replies = number -> Reply.json(200, answer);
        RemoteFailure failure = failure(credentials());
        assertThat(failure.kind()).isEqualTo(Kind.UNEXPECTED);
        assertThat(failure).hasMessageNotContaining("hunter").hasNoCause();
    }
}
