package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.ClientCredentials.Method;
import com.sphereon.kms.provider.remote.HttpEndpoint;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.util.Optional;

/**
 * The settings of one instance.
 *
 * @param base {@value #BASE_URL}: what precedes {@code /csc/v1} or {@code /csc/v2}, or with the automatic signer {@code /v1},
 *     in the service's URLs; trusted as {@value #CA_CERTIFICATE} says
 * @param client who asks for tokens
 * @param service what is spoken there
 * @param tenants {@value #TENANT_CREDENTIALS}
 * @param limits as of every remote provider
 */
record CscSettings(
        HttpEndpoint base, Client client, Service service, TenantCredentials tenants, RemoteSettings limits) {
    static final String BASE_URL = "base-url";
    static final String CA_CERTIFICATE = "ca-certificate";
    static final String VARIANT = "variant";
    static final String API_VERSION = "api-version";
    static final String TOKEN_URL = "token-url";
    static final String TOKEN_AUTH_METHOD = "token-endpoint-auth-method";
    static final String CLIENT_ID = "client-id";
    static final String CLIENT_SECRET = "client-secret";
    static final String SCOPE = "scope";
    static final String ESIGN_URL = "esign-url";
    static final String USER_ID = "user-id";
    static final String PIN = "pin";
    static final String AUTO_SIGNER_ID = "auto-signer-id";
    static final String API_KEY = "api-key";
    static final String TENANT_CREDENTIALS = "tenant-credentials";

    /**
     * Who asks for tokens (RFC 6749 section 4.4).
     *
     * @param tokens {@value #TOKEN_URL}. Never taken from what the service says of itself: our secret goes where the operator
     *     wants it to go
     * @param id {@value #CLIENT_ID}
     * @param secret {@value #CLIENT_SECRET}, a reference
     * @param method {@value #TOKEN_AUTH_METHOD}: {@code client-secret-post}, which is the default with {@code csc}, or
     *     {@code client-secret-basic}, which is the default with Digidentity
     * @param scope {@value #SCOPE}
     */
    record Client(HttpEndpoint tokens, String id, SecretReference secret, Method method, Optional<String> scope) {}

    /** What is spoken: {@value #VARIANT}. */
    sealed interface Service {}

    /**
     * The API of the Cloud Signature Consortium: {@code csc} (the default) or {@code digidentity}.
     *
     * @param version {@value #API_VERSION}: {@code auto} (the default), {@code v1} or {@code v2}
     * @param userId {@value #USER_ID}: whose credentials are listed, where the service wants to know
     * @param pin {@value #PIN}, a reference: what authorizes credentials that want a PIN
     * @param exchange {@value #ESIGN_URL}: where Digidentity's token exchange is, by default where everything else is; none
     *     for others
     */
    record Csc(
            ApiVersion version, Optional<String> userId, Optional<SecretReference> pin, Optional<HttpEndpoint> exchange)
            implements Service {}

    /**
     * Digidentity's automatic signer: {@code digidentity-auto-signer}.
     *
     * @param id {@value #AUTO_SIGNER_ID}
     * @param apiKey {@value #API_KEY}, a reference
     */
    record Automatic(String id, SecretReference apiKey) implements Service {}

    /** @throws InvalidSettingException when a setting is missing or wrong, or does not go with the variant */
    static CscSettings from(Settings settings) {
        Variant variant = settings.choice(VARIANT, Variant.class, Variant.CSC);
        HttpEndpoint base = HttpEndpoint.from(settings, BASE_URL, CA_CERTIFICATE);
        Method usual = variant == Variant.CSC ? Method.CLIENT_SECRET_POST : Method.CLIENT_SECRET_BASIC;
        Client client = new Client(
                HttpEndpoint.from(settings, TOKEN_URL, CA_CERTIFICATE),
                settings.requireText(CLIENT_ID),
                requireSecret(settings, CLIENT_SECRET),
                settings.choice(TOKEN_AUTH_METHOD, Method.class, usual),
                settings.text(SCOPE));
        TenantCredentials tenants =
                TenantCredentials.parse(TENANT_CREDENTIALS, settings.requireText(TENANT_CREDENTIALS));
        return new CscSettings(base, client, service(settings, variant, base), tenants, RemoteSettings.from(settings));
    }

    private static Service service(Settings settings, Variant variant, HttpEndpoint base) {
        ApiVersion version = settings.choice(API_VERSION, ApiVersion.class, ApiVersion.AUTO);
        return switch (variant) {
            case CSC -> {
                requireNone(settings, "csc", ESIGN_URL, AUTO_SIGNER_ID, API_KEY);
                yield csc(settings, version, Optional.empty());
            }
            case DIGIDENTITY -> {
                requireNone(settings, "digidentity", AUTO_SIGNER_ID, API_KEY);
                HttpEndpoint exchange = settings.text(ESIGN_URL)
                        .map(url -> HttpEndpoint.from(settings, ESIGN_URL, CA_CERTIFICATE))
                        .orElse(base);
                yield csc(settings, version == ApiVersion.AUTO ? ApiVersion.V1 : version, Optional.of(exchange));
            }
            case DIGIDENTITY_AUTO_SIGNER -> {
                requireNone(settings, "digidentity-auto-signer", API_VERSION, ESIGN_URL, USER_ID, PIN);
                yield new Automatic(settings.requireText(AUTO_SIGNER_ID), requireSecret(settings, API_KEY));
            }
        };
    }

    private static Csc csc(Settings settings, ApiVersion version, Optional<HttpEndpoint> exchange) {
        return new Csc(version, settings.text(USER_ID), settings.secret(PIN), exchange);
    }

    private static SecretReference requireSecret(Settings settings, String name) {
        return settings.secret(name).orElseThrow(() -> new InvalidSettingException(name, "is required but not set"));
    }

    private static void requireNone(Settings settings, String variant, String... names) {
        for (String name : names) {
            if (settings.text(name).isPresent()) {
                throw new InvalidSettingException(name, "does not go with variant '%s'".formatted(variant));
            }
        }
    }
}
