package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.provider.remote.BackendAnswer;
import com.sphereon.kms.provider.remote.RemoteFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** A vault in the cloud says which tokens it takes, but cannot ask for those of anybody else. */
class ChallengeTest {
    private final List<String> scopes = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();

    /** Each vault has a domain of its own: the SDK remembers what each one has said. */
    private Vault vault(String domain, String resource) {
        AzureSettings settings = AzureSettings.from(
                ProviderSettings.of("azure", Map.of("keyvault-url", "https://" + domain), Path.of("unused")));
        return new Vault(settings, new ChallengingServer(resource), new RecordingTokens());
    }

    private static void ask(Vault vault) {
        vault.keys(client -> client.getKeyWithResponse("name", "", Context.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://vault.azure.net", "https://azure.net"})
    void ask_resourceIsTheVaultsDomain_tokenForIt(String resource) {
        Vault vault = vault("a" + Integer.toHexString(resource.hashCode()) + ".vault.azure.net", resource);

        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> ask(vault));

        assertThat(scopes).containsOnly(resource + "/.default");
        assertThat(authorizations).hasSize(2).last().isEqualTo("Bearer a-token");
        assertThat(authorizations.getFirst()).as("nothing is given away before").isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://graph.microsoft.com",
                "https://management.azure.com",
                "https://evil.example",
                "https://zure.net",
                "https://evilvault.azure.net",
                "https://vault.azure.net.evil.example"
            })
    void ask_anotherResource_noTokenIsFetched(String resource) {
        Vault vault = vault("b" + Integer.toHexString(resource.hashCode()) + ".vault.azure.net", resource);

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> ask(vault))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(RemoteFailure.Kind.UNEXPECTED));

        assertThat(scopes).isEmpty();
        assertThat(authorizations).containsExactly("none");
    }

    private final class ChallengingServer implements HttpClient {
        private final String resource;

        ChallengingServer(String resource) {
            this.resource = resource;
        }

        @Override
        public Mono<HttpResponse> send(HttpRequest request) {
            return Mono.fromCallable(() -> sendSync(request, Context.NONE));
        }

        @Override
        public HttpResponse sendSync(HttpRequest request, Context context) {
            String authorization = request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION);
            authorizations.add(authorization == null ? "none" : authorization);
            int status = authorization == null ? 401 : 404;
            Headers headers = Headers.of(
                    "WWW-Authenticate",
                    "Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"%s\""
                            .formatted(resource));
            byte[] body = "{\"error\":{\"code\":\"x\",\"message\":\"y\"}}".getBytes(StandardCharsets.UTF_8);
            return new SdkHttpResponse(request, new BackendAnswer(status, headers, Optional.empty(), body));
        }
    }

    private final class RecordingTokens implements Tokens {
        @Override
        public boolean refused() {
            return false;
        }

        @Override
        public void close() {}

        @Override
        public AccessToken getTokenSync(TokenRequestContext request) {
            scopes.addAll(request.getScopes());
            return Tokens.once("a-token");
        }
    }
}
