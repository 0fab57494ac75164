package com.sphereon.kms.provider.csc;

import static com.sphereon.kms.provider.csc.TestCsc.INPUT;
import static com.sphereon.kms.provider.csc.TestCsc.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.Authorization;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.HttpBackend;
import com.sphereon.kms.provider.remote.HttpEndpoint;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteSettings;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens are had, kept, exchanged, and given up. */
class TokensTest {
    @TempDir
    Path folder;

    @Test
    void sign_tokenExpired_newOneUnseen() {
        FakeCsc fake = new FakeCsc(new FakeTokens(false), "v2");
        fake.add("seal", "P-256");
        try (TestCsc test = new TestCsc(fake, folder);
                KeyProvider provider = TestCsc.open(test.csc())) {
            provider.sign(handle("seal"), INPUT);
            provider.sign(handle("seal"), INPUT);
            assertThat(fake.tokens.given()).isEqualTo(1);

            fake.tokens.expireAll();

            assertThat(provider.sign(handle("seal"), INPUT)).hasSize(64);
            assertThat(fake.tokens.given()).isEqualTo(2);
        }
    }

    @Test
    void sign_exchangedTokenExpiredAloneOrWithTheOther_newOnesUnseen() {
        FakeCsc fake = new FakeCsc(new FakeTokens(true), "v1");
        fake.add("seal", "P-256");
        try (TestCsc test = new TestCsc(fake, folder);
                KeyProvider provider = TestCsc.open(test.csc("variant", "digidentity"))) {
            provider.sign(handle("seal"), INPUT);
            assertThat(fake.tokens.given()).isEqualTo(2);

            fake.tokens.expireExchanged();
            assertThat(provider.sign(handle("seal"), INPUT)).hasSize(64);
            fake.tokens.expireAll();
            assertThat(provider.sign(handle("seal"), INPUT)).hasSize(64);

            assertThat(fake.tokens.given()).isEqualTo(6);
            assertThat(fake.called).as("Digidentity has no info").doesNotContain("info");
        }
    }

    @Test
    void use_clientSecretWrong_failureAndDown() {
        FakeCsc fake = new FakeCsc(new FakeTokens(false), "v2");
        fake.add("seal", "P-256");
        try (TestCsc test = new TestCsc(fake, folder)) {
            test.write("client-secret", "canary-wrong");
            try (KeyProvider provider = TestCsc.open(test.csc())) {
                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> provider.sign(handle("seal"), INPUT))
                        .withMessageNotContaining("canary");
                assertThat(provider.health()).isInstanceOf(Health.Down.class);
            }
        }
        assertThat(fake.called).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, client-secret-basic", "true, client-secret-post"})
    void use_secretShownInTheOtherWay_failure(boolean wantsBasic, String method) {
        FakeCsc fake = new FakeCsc(new FakeTokens(false), "v2");
        fake.tokens.wantsBasic = wantsBasic;
        fake.add("seal", "P-256");
        try (TestCsc test = new TestCsc(fake, folder);
                KeyProvider wrong = TestCsc.open(test.csc("token-endpoint-auth-method", method));
                KeyProvider right = TestCsc.open(test.csc(
                        "token-endpoint-auth-method", wantsBasic ? "client-secret-basic" : "client-secret-post"))) {
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> wrong.sign(handle("seal"), INPUT));
            assertThat(right.sign(handle("seal"), INPUT)).hasSize(64);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"access_token\":\"abc\"}",
                "201 | {\"access_token\":\"two words\"}",
                "201 | {\"access_token\":\"line\\nbreak\"}",
                "201 | {\"access_token\":\"\"}",
                "201 | {\"token\":\"abc\"}",
                "201 | [\"abc\"]",
                "201 | abc",
                "204 | ''",
                "302 | {\"access_token\":\"abc\"}",
                "500 | {\"access_token\":\"abc\"}",
                "422 | {\"access_token\":\"abc\"}",
            })
    void exchange_anythingButCreatedAndAToken_failure(int status, String body) {
        try (FaultyHttpServer server = FaultyHttpServer.start((ask, lie) -> Reply.json(status, body));
                HttpBackend backend = backend(server)) {
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> new ExchangedToken(backend, new CountedTokens(), () -> 0).header(deadline()))
                    .withMessageNotContaining("abc");
        }
    }

    @Test
    void exchange_refused_otherTokenIsAskedFor() {
        CountedTokens application = new CountedTokens();
        try (FaultyHttpServer server = FaultyHttpServer.start((ask, lie) -> Reply.json(422, "{}"));
                HttpBackend backend = backend(server)) {
            ExchangedToken tokens = new ExchangedToken(backend, application, () -> 0);

            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> tokens.header(deadline()))
                    .matches(RemoteFailure::isRenewed);
        }
        assertThat(application.refused).hasValue(1);
    }

    @Test
    void header_withinFiveMinutesAndAfter_keptAndThenExchangedAnew() {
        AtomicInteger given = new AtomicInteger();
        AtomicLong nanos = new AtomicLong();
        try (FaultyHttpServer server = FaultyHttpServer.start((ask, lie) ->
                        Reply.json(201, "{\"access_token\":\"t%d\"}".formatted(given.incrementAndGet())));
                HttpBackend backend = backend(server)) {
            ExchangedToken tokens = new ExchangedToken(backend, new CountedTokens(), nanos::get);
            assertThat(tokens.header(deadline())).contains("Bearer t1");
            nanos.set(Duration.ofMinutes(5).toNanos() - 1);
            assertThat(tokens.header(deadline())).contains("Bearer t1");
            nanos.set(Duration.ofMinutes(5).toNanos());
            assertThat(tokens.header(deadline())).contains("Bearer t2");

            assertThat(tokens.refused("Bearer t1"))
                    .as("an older one says nothing of this one")
                    .isTrue();
            assertThat(tokens.header(deadline())).contains("Bearer t2");
            tokens.refused("Bearer t2");
            assertThat(tokens.header(deadline())).contains("Bearer t3");
        }
    }

    private static HttpBackend backend(FaultyHttpServer server) {
        Settings settings = new Settings(Map.of("url", server.url()));
        return HttpBackend.open(
                HttpEndpoint.from(settings, "url", "ca"), RemoteSettings.from(settings), Authorization.NONE);
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    /** Always another one. */
    private static final class CountedTokens implements Authorization {
        private final AtomicInteger number = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();

        @Override
        public Optional<String> header(Deadline deadline) {
            return Optional.of("Bearer application-" + number.incrementAndGet());
        }

        @Override
        public boolean refused(String header) {
            refused.incrementAndGet();
            return true;
        }
    }
}
