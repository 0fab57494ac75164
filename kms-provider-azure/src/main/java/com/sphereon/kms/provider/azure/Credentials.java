package com.sphereon.kms.provider.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.util.Configuration;
import com.azure.core.util.CoreUtils;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ChainedTokenCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.EnvironmentCredential;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.provider.remote.CredentialSource;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.Optional;

/** The ways to get at tokens, one for each {@link CredentialMode}. Nothing is fetched before it is needed. */
final class Credentials {
    /** Where AKS says that a file with its token is. */
    private static final String FEDERATED_TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE";

    private final AzureSettings settings;
    private final HttpClient http;
    private final Configuration environment;

    private Credentials(AzureSettings settings, HttpClient http, Configuration environment) {
        this.settings = settings;
        this.http = http;
        this.environment = environment;
    }

    /**
     * The tokens the settings ask for.
     *
     * @param environment what the machine says of itself, as the SDK reads it
     */
    static Tokens open(AzureSettings settings, RemoteSettings limits, HttpClient http, Configuration environment) {
        Credentials credentials = new Credentials(settings, http, environment);
        return switch (settings.credentialMode()) {
            case SERVICE_CLIENT_SECRET ->
                ClientSecretTokens.open(settings, settings.clientSecret().orElseThrow(), limits);
            case SERVICE_CLIENT_CERTIFICATE ->
                identity(
                        secret -> credentials.certificate(secret.orElseThrow()),
                        settings.clientCertificate().map(CredentialSource::open));
            case MANAGED_IDENTITY -> identity(secret -> credentials.managedIdentity(), Optional.empty());
            case WORKLOAD_IDENTITY -> identity(secret -> credentials.workloadIdentity(), Optional.empty());
            case DEFAULT_CHAIN -> identity(secret -> credentials.chain(), Optional.empty());
        };
    }

    private static Tokens identity(IdentityTokens.Maker maker, Optional<CredentialSource> source) {
        return new IdentityTokens(maker, source, Clock.systemUTC());
    }

    private TokenCredential certificate(SecretBytes pem) {
        ClientCertificateCredentialBuilder builder = atAuthority(new ClientCertificateCredentialBuilder());
        return pem.expose(octets ->
                builder.pemCertificate(new ByteArrayInputStream(octets)).build());
    }

    /** Without retry options, since the SDK has its own for the service of a machine and takes no others; the deadline ends them. */
    private TokenCredential managedIdentity() {
        ManagedIdentityCredentialBuilder builder = shared(new ManagedIdentityCredentialBuilder());
        settings.clientId().ifPresent(builder::clientId);
        return builder.build();
    }

    private TokenCredential workloadIdentity() {
        return atAuthority(new WorkloadIdentityCredentialBuilder()).build();
    }

    /** Without the tools of people who log in, which the SDK would look for too: a server does not start their programs. */
    private TokenCredential chain() {
        EnvironmentCredential variables = common(new EnvironmentCredentialBuilder())
                .authorityHost(SdkHttpClient.securely(settings.authorityHost()))
                .build();
        ChainedTokenCredentialBuilder chain = new ChainedTokenCredentialBuilder().addLast(variables);
        if (hasWorkloadIdentity()) {
            chain.addLast(workloadIdentity());
        }
        return chain.addLast(managedIdentity()).build();
    }

    /** The SDK refuses to make an identity of less than all three, and the chain would end there. */
    private boolean hasWorkloadIdentity() {
        return (settings.tenantId().isPresent() || isSet(Configuration.PROPERTY_AZURE_TENANT_ID))
                && (settings.clientId().isPresent() || isSet(Configuration.PROPERTY_AZURE_CLIENT_ID))
                && isSet(FEDERATED_TOKEN_FILE);
    }

    private boolean isSet(String variable) {
        return !CoreUtils.isNullOrEmpty(environment.get(variable));
    }

    private <B extends AadCredentialBuilderBase<B>> B atAuthority(B builder) {
        settings.tenantId().ifPresent(builder::tenantId);
        settings.clientId().ifPresent(builder::clientId);
        B common = common(builder).authorityHost(SdkHttpClient.securely(settings.authorityHost()));
        return settings.authorityHost().isHttps() ? common : common.disableInstanceDiscovery();
    }

    private <B extends CredentialBuilderBase<B>> B common(B builder) {
        return shared(builder).retryOptions(Vault.noRetries());
    }

    private <B extends CredentialBuilderBase<B>> B shared(B builder) {
        return builder.httpClient(http).httpLogOptions(Vault.noLog()).configuration(environment);
    }
}
