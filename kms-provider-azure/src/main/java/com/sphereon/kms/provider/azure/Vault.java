package com.sphereon.kms.provider.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.ClientOptions;
import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.KeyClientBuilder;
import com.azure.security.keyvault.keys.KeyServiceVersion;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyServiceVersion;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.sphereon.kms.provider.remote.HttpEndpoint;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The vault through its SDK: one call here is one request there, or two when the vault has to say first which tokens it takes.
 * Everything that goes wrong is a {@link RemoteFailure}. Safe for use by many threads.
 *
 * <p>A challenge of the vault that names another resource than its own domain is refused by the SDK, so that nobody lures us
 * into giving away a token for something else. Only a vault on this machine, which has no domain, is believed.
 */
final class Vault {
    /** Clients of keys are kept because the SDK takes long to make one. */
    private static final int MAX_CLIENTS = 1000;

    private final AzureSettings settings;
    private final HttpClient http;
    private final Tokens tokens;
    private final KeyClient keys;
    private final Cache<KeyVersion, CryptographyClient> clients = Caffeine.newBuilder()
            .maximumSize(MAX_CLIENTS)
            .executor(Runnable::run)
            .build();

    Vault(AzureSettings settings, HttpClient http, Tokens tokens) {
        this.settings = settings;
        this.http = http;
        this.tokens = tokens;
        this.keys = keyClient();
    }

    /** Nothing of what is sent or answered is ever logged, whatever the environment says. */
    static HttpLogOptions noLog() {
        return new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE);
    }

    /** The SDK repeats nothing. */
    static RetryOptions noRetries() {
        return new RetryOptions(new FixedDelayOptions(0, Duration.ZERO));
    }

    private KeyClient keyClient() {
        KeyClientBuilder builder = new KeyClientBuilder()
                .vaultUrl(SdkHttpClient.securely(settings.vault()))
                .credential(tokens)
                .httpClient(http)
                .retryOptions(noRetries())
                .httpLogOptions(noLog())
                .clientOptions(new ClientOptions().setApplicationId(settings.applicationId()))
                .serviceVersion(KeyServiceVersion.V7_4);
        return (isOnThisMachine() ? builder.disableChallengeResourceVerification() : builder).buildClient();
    }

    /** It asks for no public key first, nor computes with one itself. */
    private CryptographyClient cryptographyClient(KeyVersion key) {
        HttpUrl secure = HttpUrl.get(SdkHttpClient.securely(settings.vault()));
        CryptographyClientBuilder builder = new CryptographyClientBuilder()
                .keyIdentifier(key.url(secure))
                .credential(tokens)
                .httpClient(http)
                .retryOptions(noRetries())
                .httpLogOptions(noLog())
                .clientOptions(new ClientOptions().setApplicationId(settings.applicationId()))
                .serviceVersion(CryptographyServiceVersion.V7_4)
                .disableKeyCaching();
        return (isOnThisMachine() ? builder.disableChallengeResourceVerification() : builder).buildClient();
    }

    private boolean isOnThisMachine() {
        return HttpEndpoint.isThisMachine(settings.vault());
    }

    /** Asks something about keys. */
    <T extends @Nullable Object> T keys(Function<KeyClient, T> request) {
        return translated(() -> request.apply(keys));
    }

    /** Has something computed with a key. */
    <T> T compute(KeyVersion key, Function<CryptographyClient, T> request) {
        return translated(() -> request.apply(clients.get(key, this::cryptographyClient)));
    }

    private <T extends @Nullable Object> T translated(Supplier<T> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            RemoteFailure failure = VaultFailures.of(e);
            throw VaultFailures.isUnauthorized(e) && tokens.refused() ? failure.renewed() : failure;
        }
    }

    /** The version an answer says it is about. */
    KeyVersion version(@Nullable String keyId) {
        return KeyVersion.parseUrl(keyId, settings.vault())
                .orElseThrow(() -> RemoteFailure.of(Kind.UNEXPECTED, "the answer is about no key of this vault"));
    }

    /** The same as {@link #version}, for a URL somebody gave us. */
    Optional<KeyVersion> versionAt(String url) {
        return KeyVersion.parseUrl(url, settings.vault());
    }

    /** @throws RemoteFailure when an answer says that it is about another key than was asked for */
    void requireAbout(KeyVersion key, @Nullable String keyId) {
        if (!version(keyId).isSameAs(key)) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is about another key");
        }
    }
}
