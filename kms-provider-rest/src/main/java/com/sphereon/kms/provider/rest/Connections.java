package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.provider.remote.Authorization;
import com.sphereon.kms.provider.remote.CredentialSource;
import com.sphereon.kms.provider.remote.HttpBackend;
import com.sphereon.kms.provider.remote.HttpEndpoint;
import java.util.ArrayDeque;
import java.util.Deque;

/** Puts a {@link RemoteKms} together, and closes what it stands on. Nothing connects before the first call. */
final class Connections implements AutoCloseable {
    private final RestSettings settings;
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private final RemoteKms kms;

    private Connections(ProviderId own, RestSettings settings) {
        this.settings = settings;
        try {
            TenantTokens tokens = tokens();
            this.kms = new RemoteKms(backend(settings.base()), tokens, own);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** @throws InvalidSettingException when a secret is not where it should be */
    static Connections open(ProviderId own, RestSettings settings) {
        return new Connections(own, settings);
    }

    RemoteKms kms() {
        return kms;
    }

    private TenantTokens tokens() {
        return switch (settings.credentials()) {
            case RestSettings.Bearer bearer -> TenantTokens.of(Authorization.bearer(source(bearer.token())));
            case RestSettings.Client client ->
                TenantTokens.of(client, backend(client.tokens()), source(client.secret()));
        };
    }

    private HttpBackend backend(HttpEndpoint endpoint) {
        HttpBackend backend = HttpBackend.open(endpoint, settings.limits(), Authorization.NONE);
        closings.push(backend::close);
        return backend;
    }

    private CredentialSource source(SecretReference reference) {
        CredentialSource source = CredentialSource.open(reference);
        closings.push(source::close);
        return source;
    }

    /** The last first. May be repeated. */
    @Override
    public void close() {
        closings.forEach(Runnable::run);
    }
}
