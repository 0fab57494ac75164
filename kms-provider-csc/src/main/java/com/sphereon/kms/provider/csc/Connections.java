package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.provider.remote.Authorization;
import com.sphereon.kms.provider.remote.ClientCredentials;
import com.sphereon.kms.provider.remote.CredentialSource;
import com.sphereon.kms.provider.remote.HttpBackend;
import com.sphereon.kms.provider.remote.HttpEndpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Puts a {@link SigningService} together, and closes what it stands on. Nothing connects before the first call. */
final class Connections implements AutoCloseable {
    private final CscSettings settings;
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private final SigningService service;

    private Connections(CscSettings settings) {
        this.settings = settings;
        try {
            this.service = connected();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** @throws InvalidSettingException when a secret is not where it should be */
    static Connections open(CscSettings settings) {
        return new Connections(settings);
    }

    SigningService service() {
        return service;
    }

    private SigningService connected() {
        Authorization client = clientCredentials();
        return switch (settings.service()) {
            case CscSettings.Csc csc -> csc(csc, client);
            case CscSettings.Automatic automatic ->
                new AutoSigner(automatic.id(), backend(settings.base(), client), client, source(automatic.apiKey()));
        };
    }

    private CscService csc(CscSettings.Csc csc, Authorization client) {
        Authorization authorization = csc.exchange()
                .<Authorization>map(endpoint -> ExchangedToken.at(backend(endpoint, Authorization.NONE), client))
                .orElse(client);
        HttpBackend backend = backend(settings.base(), authorization);
        Optional<Pin> pin = csc.pin().map(reference -> {
            Pin opened = new Pin(source(reference));
            closings.push(opened::close);
            return opened;
        });
        return new CscService(backend, Discovery.of(csc.version(), backend), csc.userId(), pin);
    }

    private Authorization clientCredentials() {
        CscSettings.Client client = settings.client();
        return ClientCredentials.at(
                backend(client.tokens(), Authorization.NONE),
                new ClientCredentials.Client(client.id(), source(client.secret()), client.method(), client.scope()));
    }

    private HttpBackend backend(HttpEndpoint endpoint, Authorization authorization) {
        HttpBackend backend = HttpBackend.open(endpoint, settings.limits(), authorization);
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
