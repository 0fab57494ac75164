package com.sphereon.kms.provider.azure;

import com.azure.core.util.Configuration;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.provider.remote.HttpTransport;
import com.sphereon.kms.provider.remote.KnownKeys;
import com.sphereon.kms.provider.remote.RemoteCalls;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.util.List;

/** Makes providers whose keys are in Azure Key Vault or a Managed HSM. Safe for use by many threads. */
public final class AzureKeyProviderFactory implements KeyProviderFactory {

    @Override
    public String type() {
        return "azure_keyvault";
    }

    @Override
    public String displayName() {
        return "Azure Key Vault KMS";
    }

    @Override
    public List<SettingSpec> settings() {
        return AzureSettingSpecs.ALL;
    }

    /** {@inheritDoc} Connects when the first call is made. */
    @Override
    public KeyProvider create(ProviderSettings settings) {
        RemoteSettings limits = RemoteSettings.from(settings.settings());
        return create(settings, limits, KnownKeys.with(limits));
    }

    static KeyProvider create(ProviderSettings settings, RemoteSettings limits, KnownKeys known) {
        AzureSettings azure = AzureSettings.from(settings);
        SdkHttpClient http = new SdkHttpClient(
                HttpTransport.open(limits, azure.certificates()),
                limits.deadline(),
                List.of(azure.vault(), azure.authorityHost()));
        Tokens tokens = Credentials.open(azure, limits, http, Configuration.getGlobalConfiguration());
        Vault vault = new Vault(azure, http, tokens);
        HeldKeys keys = new HeldKeys(vault, known, azure.tenantTagRequired());
        return new AzureKeyProvider(
                azure, RemoteCalls.of(settings, limits), vault, keys, List.of(tokens::close, http::close));
    }
}
