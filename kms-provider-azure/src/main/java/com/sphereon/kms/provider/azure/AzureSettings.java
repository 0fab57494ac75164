package com.sphereon.kms.provider.azure;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.HttpEndpoint;
import com.sphereon.kms.provider.remote.ServerTrust;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The settings of one instance, besides the limits.
 *
 * @param applicationId {@value #APPLICATION_ID}: what we call ourselves in the vault's logs; up to 24 visible ASCII characters,
 *     by default {@code azure-keyvault}
 * @param vault {@value #KEYVAULT_URL}: the vault's or HSM's URL, without a path
 * @param hsmType {@value #HSM_TYPE}: {@code keyvault}, which is the default, or {@code managed-hsm}
 * @param credentialMode {@value #CREDENTIAL_MODE}: one of {@link CredentialMode}, {@code default-chain} by default
 * @param tenantId {@value #TENANT_ID}: the tenant of Entra ID, by id or domain; required with a secret or certificate
 * @param clientId {@value #CLIENT_ID}: the application, or the identity where a machine has several; required with a secret or
 *     certificate
 * @param clientSecret {@value #CLIENT_SECRET}: reference to the application's secret; only in that mode, and required there
 * @param clientCertificate {@value #CLIENT_CERTIFICATE}: reference to the PEM text of the application's certificate and private
 *     key; only in that mode, and required there
 * @param authorityHost {@value #AUTHORITY_HOST}: where tokens come from, without a path; by default Entra ID of the public cloud
 * @param certificates {@value #CA_CERTIFICATE}: those to trust at both, in place of those of the JDK
 * @param purge {@value #PURGE_ON_DELETE}: whether a deleted key is also purged, after which nobody can bring it back; by
 *     default not
 * @param tenantTagRequired {@value #REQUIRE_TENANT_TAG}: whether keys without a tag with the tenant are nobody's, which is the
 *     default unless a tenant owns the provider, or anybody's. A key with another tenant's tag is never ours
 */
record AzureSettings(
        String applicationId,
        HttpUrl vault,
        HsmType hsmType,
        CredentialMode credentialMode,
        Optional<String> tenantId,
        Optional<String> clientId,
        Optional<SecretReference> clientSecret,
        Optional<SecretReference> clientCertificate,
        HttpUrl authorityHost,
        Optional<ServerTrust> certificates,
        boolean purge,
        boolean tenantTagRequired) {
    static final String APPLICATION_ID = "application-id";
    static final String KEYVAULT_URL = "keyvault-url";
    static final String HSM_TYPE = "hsm-type";
    static final String CREDENTIAL_MODE = "credential-mode";
    static final String TENANT_ID = "tenant-id";
    static final String CLIENT_ID = "client-id";
    static final String CLIENT_SECRET = "client-secret";
    static final String CLIENT_CERTIFICATE = "client-certificate";
    static final String CA_CERTIFICATE = "ca-certificate";
    static final String AUTHORITY_HOST = "authority-host";
    static final String PURGE_ON_DELETE = "purge-on-delete";
    static final String REQUIRE_TENANT_TAG = "require-tenant-tag";

    static final String DEFAULT_APPLICATION_ID = "azure-keyvault";
    static final String PUBLIC_CLOUD = "https://login.microsoftonline.com";
    private static final Pattern APPLICATION = Pattern.compile("[!-~]{1,24}");
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");
    private static final Set<CredentialMode> APPLICATIONS =
            EnumSet.of(CredentialMode.SERVICE_CLIENT_SECRET, CredentialMode.SERVICE_CLIENT_CERTIFICATE);

    /** @throws InvalidSettingException when a setting is wrong, missing in the credential mode, or without effect in it */
    static AzureSettings from(ProviderSettings provider) {
        Settings settings = provider.settings();
        CredentialMode mode = settings.choice(CREDENTIAL_MODE, CredentialMode.class, CredentialMode.DEFAULT_CHAIN);
        boolean application = APPLICATIONS.contains(mode);
        return new AzureSettings(
                matching(settings, APPLICATION_ID, APPLICATION, "must be up to 24 visible ASCII characters")
                        .orElse(DEFAULT_APPLICATION_ID),
                urlWithoutPath(settings, KEYVAULT_URL),
                settings.choice(HSM_TYPE, HsmType.class, HsmType.KEYVAULT),
                mode,
                required(
                        application,
                        TENANT_ID,
                        mode,
                        matching(settings, TENANT_ID, TENANT, "must be the id or domain of a tenant of Entra ID")),
                required(application, CLIENT_ID, mode, settings.text(CLIENT_ID)),
                onlyIn(CredentialMode.SERVICE_CLIENT_SECRET, CLIENT_SECRET, mode, settings.secret(CLIENT_SECRET)),
                onlyIn(
                        CredentialMode.SERVICE_CLIENT_CERTIFICATE,
                        CLIENT_CERTIFICATE,
                        mode,
                        settings.secret(CLIENT_CERTIFICATE)),
                settings.text(AUTHORITY_HOST)
                        .map(text -> urlWithoutPath(settings, AUTHORITY_HOST))
                        .orElse(HttpUrl.get(PUBLIC_CLOUD)),
                certificates(settings),
                settings.flag(PURGE_ON_DELETE, false),
                settings.flag(REQUIRE_TENANT_TAG, provider.owner().isEmpty()));
    }

    private static Optional<String> matching(Settings settings, String name, Pattern allowed, String problem) {
        Optional<String> text = settings.text(name);
        if (text.isPresent() && !allowed.matcher(text.get()).matches()) {
            throw new InvalidSettingException(name, problem);
        }
        return text;
    }

    private static Optional<ServerTrust> certificates(Settings settings) {
        return HttpEndpoint.from(settings, KEYVAULT_URL, CA_CERTIFICATE).certificates();
    }

    private static HttpUrl urlWithoutPath(Settings settings, String name) {
        HttpUrl url = HttpEndpoint.url(settings, name);
        if (!url.encodedPath().equals("/")) {
            throw new InvalidSettingException(name, "must be a URL without a path");
        }
        return url;
    }

    private static <T> Optional<T> onlyIn(CredentialMode wanted, String name, CredentialMode mode, Optional<T> value) {
        if (mode != wanted && value.isPresent()) {
            throw new InvalidSettingException(name, "has no effect with %s %s".formatted(CREDENTIAL_MODE, text(mode)));
        }
        return required(mode == wanted, name, mode, value);
    }

    private static <T> Optional<T> required(boolean required, String name, CredentialMode mode, Optional<T> value) {
        if (required && value.isEmpty()) {
            throw new InvalidSettingException(
                    name, "is required with %s %s, but not set".formatted(CREDENTIAL_MODE, text(mode)));
        }
        return value;
    }

    private static String text(CredentialMode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
