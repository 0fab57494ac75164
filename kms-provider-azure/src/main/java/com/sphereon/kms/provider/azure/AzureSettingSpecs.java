package com.sphereon.kms.provider.azure;

import com.sphereon.kms.core.spi.SettingKind;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.util.List;

/** What is published of the settings that {@link AzureSettings} reads. */
final class AzureSettingSpecs {
    private static final int MAX_APPLICATION_CHARS = 24;

    static final List<SettingSpec> ALL = RemoteSettings.with(
            SettingSpec.text(AzureSettings.APPLICATION_ID, MAX_APPLICATION_CHARS)
                    .defaultsTo(AzureSettings.DEFAULT_APPLICATION_ID)
                    .about("what the service calls itself in the vault's logs"),
            SettingSpec.url(AzureSettings.KEYVAULT_URL).asRequired().about("URL of the vault or HSM, without a path"),
            SettingSpec.choice(AzureSettings.HSM_TYPE, HsmType.class)
                    .defaultsTo("keyvault")
                    .about("what is there: a vault, or a Managed HSM"),
            SettingSpec.choice(AzureSettings.CREDENTIAL_MODE, CredentialMode.class)
                    .defaultsTo("default-chain")
                    .about("how the vault learns who asks"),
            SettingSpec.text(AzureSettings.TENANT_ID, SettingKind.MAX_CHARS)
                    .about("tenant of Entra ID, by id or domain; required with a secret or certificate"),
            SettingSpec.text(AzureSettings.CLIENT_ID, SettingKind.MAX_CHARS)
                    .about("the application, or the identity where a machine has several; required with a secret or"
                            + " certificate"),
            SettingSpec.secret(AzureSettings.CLIENT_SECRET)
                    .about("with `service-client-secret`: where the application's secret is"),
            SettingSpec.secret(AzureSettings.CLIENT_CERTIFICATE)
                    .about("with `service-client-certificate`: where the PEM text of the application's certificate and"
                            + " private key is"),
            SettingSpec.url(AzureSettings.AUTHORITY_HOST)
                    .defaultsTo(AzureSettings.PUBLIC_CLOUD)
                    .about("where tokens come from, without a path"),
            SettingSpec.text(AzureSettings.CA_CERTIFICATE, SettingKind.MAX_CHARS)
                    .about("PEM file of the certificates to trust at the vault and where tokens come from, in place of"
                            + " those of the JDK"),
            SettingSpec.flag(AzureSettings.PURGE_ON_DELETE)
                    .defaultsTo("false")
                    .about("whether a deleted key is also purged, after which nobody can bring it back"),
            SettingSpec.flag(AzureSettings.REQUIRE_TENANT_TAG)
                    .about(
                            "whether keys without a tenant's tag are nobody's; if not, they are every tenant's; by default"
                                    + " they are nobody's, unless a tenant owns the provider"));

    private AzureSettingSpecs() {}
}
