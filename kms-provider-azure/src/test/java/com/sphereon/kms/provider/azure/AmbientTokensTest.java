package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.core.util.ConfigurationSource;
import com.azure.core.util.Context;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.HttpTransport;
import com.sphereon.kms.provider.remote.RemoteCalls;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.provider.remote.RemoteSettings;
import com.sphereon.kms.provider.remote.Repeat;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.HttpUrl;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Credentials that the machine gives: by its metadata service, by AKS, or by variables of the environment. */
class AmbientTokensTest {
    private static final String METADATA = "169.254.169.254";
    private static final String MACHINES = "canary-in-the-machines-token";
    private static final String TOKEN = "/metadata/identity/oauth2/token?";

    /** The SDK keeps what a machine gave in the whole process, by the resource. */
    private final String resource = "https://%s.example".formatted(UUID.randomUUID());

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final FakeTokens entra = new FakeTokens("a client secret");
    private final FaultyHttpServer machine = FaultyHttpServer.start((ask, lie) -> answer(ask));
    private volatile int status = 200;
    private volatile Spoilt spoilt = Spoilt.NOT;

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        machine.close();
    }

    private Reply answer(Ask ask) {
        return spoilt.of(right(ask));
    }

    private Reply right(Ask ask) {
        asked.add(ask.target());
        if (FakeTokens.isForToken(ask) && !ask.target().startsWith(TOKEN)) {
            return entra.answer(ask);
        }
        boolean good = ask.target().startsWith(TOKEN)
                && "true".equals(ask.headers().get("metadata"))
                && ask.target().contains("resource=");
        return good && status == 200
                ? Reply.json(
                        200,
                        FakeVault.json(Map.of(
                                "access_token",
                                MACHINES,
                                "token_type",
                                "Bearer",
                                "expires_in",
                                "3600",
                                "expires_on",
                                "4102444800",
                                "resource",
                                resource)))
                : Reply.json(good ? status : 404, "{\"error\": \"invalid_request\"}");
    }

    private String token(CredentialMode mode, Map<String, String> variables, String... settings) {
        return token(resource, mode, variables, settings);
    }

    private String ofEntra(Map<String, String> variables) {
        return token(FakeTokens.RESOURCE, CredentialMode.DEFAULT_CHAIN, variables);
    }

    private String token(String forWhat, CredentialMode mode, Map<String, String> variables, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "keyvault-url", machine.url(),
                "authority-host", machine.url(),
                "credential-mode", mode == CredentialMode.DEFAULT_CHAIN ? "default-chain" : "managed-identity"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        ConfigurationSource none = path -> Map.of();
        Configuration environment = new ConfigurationBuilder(none, none, path -> variables).build();
        AzureSettings azure = AzureSettings.from(ProviderSettings.of("azure", all, Path.of("unused")));
        RemoteSettings limits = RemoteSettings.from(new Settings(all));
        try (SdkHttpClient http = new SdkHttpClient(
                        HttpTransport.open(limits, Optional.empty()),
                        Duration.ofSeconds(60),
                        List.of(azure.authorityHost()));
                Tokens tokens = Credentials.open(azure, limits, new Redirected(http, machine.url()), environment)) {
            return tokens.getTokenSync(new TokenRequestContext().addScopes(forWhat + "/.default"))
                    .getToken();
        }
    }

    /** The address of the metadata service is fixed; here, the fake answers for it. */
    private record Redirected(HttpClient client, String machine) implements HttpClient {
        @Override
        public Mono<HttpResponse> send(HttpRequest request) {
            return Mono.fromCallable(() -> sendSync(request, Context.NONE));
        }

        @Override
        public HttpResponse sendSync(HttpRequest request, Context context) {
            HttpUrl url = HttpUrl.get(request.getUrl().toString());
            if (!url.host().equals(METADATA)) {
                return client.sendSync(request, context);
            }
            HttpUrl fake = HttpUrl.get(machine);
            URI target =
                    url.newBuilder().host(fake.host()).port(fake.port()).build().uri();
            HttpRequest copy = request.copy().setUrl(target.toString());
            return client.sendSync(copy, context);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MANAGED_IDENTITY", "DEFAULT_CHAIN"})
    void token_machineGivesIt_had(CredentialMode mode) {
        assertThat(token(mode, Map.of())).isEqualTo(MACHINES);
        assertThat(asked).singleElement().asString().startsWith(TOKEN);
    }

    @Test
    void token_machineHasSeveralIdentities_theOneThatIsSet() {
        assertThat(token(CredentialMode.MANAGED_IDENTITY, Map.of(), "client-id", FakeTokens.CLIENT))
                .isEqualTo(MACHINES);
        assertThat(asked).singleElement().asString().contains("client_id=" + FakeTokens.CLIENT);
    }

    /** What of AKS is not whole is no link of the chain. Without the client alone, the SDK itself finds it wanting. */
    @ParameterizedTest
    @ValueSource(strings = {"AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE"})
    void chain_partOfTheWorkloadIdentityMissing_theMachineIsAsked(String missing) {
        Map<String, String> variables = new HashMap<>(workload(folder.resolve("none")));
        variables.remove(missing);

        assertThat(token(CredentialMode.DEFAULT_CHAIN, variables)).isEqualTo(MACHINES);
    }

    @Test
    void chain_workloadIdentity_itsFileIsShownAndTheMachineNotAsked() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "a signed assertion of AKS");
        entra.acceptAssertion("a signed assertion of AKS");

        assertThat(ofEntra(workload(file))).startsWith(FakeTokens.PREFIX);
        assertThat(asked).noneMatch(target -> target.startsWith(TOKEN));
    }

    private static Map<String, String> workload(Path file) {
        return Map.of(
                "AZURE_TENANT_ID",
                FakeTokens.TENANT,
                "AZURE_CLIENT_ID",
                FakeTokens.CLIENT,
                "AZURE_FEDERATED_TOKEN_FILE",
                file.toString());
    }

    @Test
    void chain_secretInTheEnvironment_firstOfAll() {
        Map<String, String> variables = Map.of(
                "AZURE_TENANT_ID",
                FakeTokens.TENANT,
                "AZURE_CLIENT_ID",
                FakeTokens.CLIENT,
                "AZURE_CLIENT_SECRET",
                "a client secret");

        assertThat(ofEntra(variables)).startsWith(FakeTokens.PREFIX);
        assertThat(asked).noneMatch(target -> target.startsWith(TOKEN));
    }

    @ParameterizedTest
    @EnumSource(names = {"MANAGED_IDENTITY", "DEFAULT_CHAIN"})
    void token_machineRefuses_denied(CredentialMode mode) {
        status = 400;

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> token(mode, Map.of()))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.DENIED));
    }

    /** The SDK goes on asking for half a minute, but not longer than the deadline. */
    @ParameterizedTest
    @EnumSource(names = {"MANAGED_IDENTITY", "DEFAULT_CHAIN"})
    void token_noMachine_unavailableAtTheDeadline(CredentialMode mode) {
        machine.close();
        Settings limits = new Settings(Map.of("deadline", "PT0.3S", "max-retries", "0"));
        ProviderSettings provider = new ProviderSettings(new ProviderId("azure"), limits, folder);
        try (RemoteCalls calls = RemoteCalls.of(provider, RemoteSettings.from(limits))) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> calls.call("sign", Repeat.SAFE, deadline -> token(mode, Map.of())));
        }
    }

    @Test
    void chain_secretInTheEnvironmentIsWrong_denied() {
        Map<String, String> variables = Map.of(
                "AZURE_TENANT_ID",
                FakeTokens.TENANT,
                "AZURE_CLIENT_ID",
                FakeTokens.CLIENT,
                "AZURE_CLIENT_SECRET",
                "a wrong secret");

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> ofEntra(variables))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.DENIED));
    }

    /** The SDK's parsers quote an answer they cannot read, token included. */
    @ParameterizedTest
    @EnumSource(names = {"HALF", "ODD_STATUS", "FAILURE"})
    void token_answerCannotBeRead_nothingOfItAppears(Spoilt way) {
        Map<String, String> variables = Map.of(
                "AZURE_TENANT_ID",
                FakeTokens.TENANT,
                "AZURE_CLIENT_ID",
                FakeTokens.CLIENT,
                "AZURE_CLIENT_SECRET",
                "a client secret");
        spoilt = way;
        StringWriter seen = new StringWriter();
        try (LogCapture log = new LogCapture()) {
            for (ThrowingCallable wish : List.<ThrowingCallable>of(
                    () -> ofEntra(variables),
                    () -> token(CredentialMode.DEFAULT_CHAIN, Map.of()),
                    () -> token(CredentialMode.MANAGED_IDENTITY, Map.of()))) {
                Throwable thrown = catchThrowable(wish);
                if (thrown != null) {
                    thrown.printStackTrace(new PrintWriter(seen));
                }
            }
            seen.append(log.text());
        }

        assertThat(seen.toString()).isNotEmpty().doesNotContain("canary", "a client secret");
    }
}
