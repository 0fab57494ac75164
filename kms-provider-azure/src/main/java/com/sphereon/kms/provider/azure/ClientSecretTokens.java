package com.sphereon.kms.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.provider.remote.Authorization;
import com.sphereon.kms.provider.remote.ClientCredentials;
import com.sphereon.kms.provider.remote.ClientCredentials.Client;
import com.sphereon.kms.provider.remote.ClientCredentials.Method;
import com.sphereon.kms.provider.remote.CredentialSource;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.HttpBackend;
import com.sphereon.kms.provider.remote.HttpEndpoint;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;

/**
 * Tokens for an application and its secret: the client credentials grant of OAuth 2.0, which is all there is to it. What to ask
 * for the vault says; where the secret goes the settings alone.
 */
final class ClientSecretTokens implements Tokens {
    private static final String BEARER = "Bearer ";

    private final HttpBackend tokenEndpoint;
    private final CredentialSource secret;
    private final String clientId;
    private final Duration timeout;
    private final Map<String, ClientCredentials> byScope = new ConcurrentHashMap<>();
    private final Map<String, String> lastHeaders = new ConcurrentHashMap<>();

    private ClientSecretTokens(HttpBackend tokenEndpoint, CredentialSource secret, String clientId, Duration timeout) {
        this.tokenEndpoint = tokenEndpoint;
        this.secret = secret;
        this.clientId = clientId;
        this.timeout = timeout;
    }

    static ClientSecretTokens open(AzureSettings settings, SecretReference secret, RemoteSettings limits) {
        HttpUrl url = settings.authorityHost()
                .newBuilder()
                .addPathSegment(settings.tenantId().orElseThrow())
                .addPathSegments("oauth2/v2.0/token")
                .build();
        HttpEndpoint endpoint = new HttpEndpoint(url, Optional.empty());
        return new ClientSecretTokens(
                HttpBackend.open(endpoint, limits, Authorization.NONE),
                CredentialSource.open(secret),
                settings.clientId().orElseThrow(),
                limits.deadline());
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
        String scope = String.join(" ", request.getScopes());
        String header = byScope.computeIfAbsent(scope, this::credentials)
                .header(Deadline.in(timeout))
                .orElseThrow();
        lastHeaders.put(scope, header);
        return Tokens.once(header.substring(BEARER.length()));
    }

    private ClientCredentials credentials(String scope) {
        Client client = new Client(clientId, secret, Method.CLIENT_SECRET_POST, Optional.of(scope));
        return ClientCredentials.at(tokenEndpoint, client);
    }

    @Override
    public boolean refused() {
        byScope.forEach((scope, credentials) ->
                Optional.ofNullable(lastHeaders.get(scope)).ifPresent(credentials::refused));
        return true;
    }

    @Override
    public void close() {
        tokenEndpoint.close();
        secret.close();
    }
}
