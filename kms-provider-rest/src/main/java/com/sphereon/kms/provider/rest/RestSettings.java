package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.HttpEndpoint;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.util.Optional;

/**
 * The settings of one instance.
 *
 * @param base {@value #URL}: where the API of the other KMS starts; trusted as {@value #CA_CERTIFICATE} says
 * @param provider {@value #REST_PROVIDER_ID}: which of its providers holds the keys; its default one when empty
 * @param credentials how it learns for which tenant a call is
 * @param limits as of every remote provider
 */
record RestSettings(HttpEndpoint base, Optional<ProviderId> provider, Credentials credentials, RemoteSettings limits) {
    static final String URL = "url";
    static final String CA_CERTIFICATE = "ca-certificate";
    static final String REST_PROVIDER_ID = "rest-provider-id";
    static final String BEARER_JWT = "bearer-jwt";
    static final String TOKEN_ENDPOINT = "token-endpoint";
    static final String CLIENT_ID = "client-id";
    static final String CLIENT_SECRET = "client-secret";
    static final String AUDIENCE = "audience";
    static final String SCOPE = "scope";

    /** Where tokens come from. */
    sealed interface Credentials {}

    /**
     * One token, and so one tenant.
     *
     * @param token {@value #BEARER_JWT}
     */
    record Bearer(SecretReference token) implements Credentials {}

    /**
     * OAuth 2.0 client credentials.
     *
     * @param tokens {@value #TOKEN_ENDPOINT}
     * @param id {@value #CLIENT_ID}
     * @param secret {@value #CLIENT_SECRET}
     * @param audience {@value #AUDIENCE}, perhaps with the tenant in it
     * @param scope {@value #SCOPE}, perhaps with the tenant in it
     */
    record Client(
            HttpEndpoint tokens, String id, SecretReference secret, Optional<String> audience, Optional<String> scope)
            implements Credentials {}

    /** @throws InvalidSettingException when a setting is missing or wrong, or does not go with another */
    static RestSettings from(Settings settings) {
        return new RestSettings(
                HttpEndpoint.from(settings, URL, CA_CERTIFICATE),
                settings.text(REST_PROVIDER_ID).map(RestSettings::provider),
                credentials(settings),
                RemoteSettings.from(settings));
    }

    private static ProviderId provider(String text) {
        try {
            return new ProviderId(text);
        } catch (InvalidRequestException e) {
            throw new InvalidSettingException(REST_PROVIDER_ID, "must be the id of a provider of the other KMS");
        }
    }

    /** Without a token the other KMS could not tell one tenant from another, so there is no such choice. */
    private static Credentials credentials(Settings settings) {
        Optional<SecretReference> token = settings.secret(BEARER_JWT);
        boolean fetched = settings.text(TOKEN_ENDPOINT).isPresent();
        if (token.isPresent() == fetched) {
            throw new InvalidSettingException(
                    BEARER_JWT,
                    fetched
                            ? "does not go with " + TOKEN_ENDPOINT
                            : "is required but not set, unless %s is".formatted(TOKEN_ENDPOINT));
        }
        if (token.isPresent()) {
            requireNone(settings, CLIENT_ID, CLIENT_SECRET, AUDIENCE, SCOPE);
            return new Bearer(token.get());
        }
        return new Client(
                HttpEndpoint.from(settings, TOKEN_ENDPOINT, CA_CERTIFICATE),
                settings.requireText(CLIENT_ID),
                settings.secret(CLIENT_SECRET)
                        .orElseThrow(() -> new InvalidSettingException(CLIENT_SECRET, "is required but not set")),
                settings.text(AUDIENCE),
                settings.text(SCOPE));
    }

    private static void requireNone(Settings settings, String... names) {
        for (String name : names) {
            if (settings.text(name).isPresent()) {
                throw new InvalidSettingException(name, "does not go with " + BEARER_JWT);
            }
        }
    }
}
