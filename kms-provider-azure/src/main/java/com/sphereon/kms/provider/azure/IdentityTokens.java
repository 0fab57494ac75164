package com.sphereon.kms.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.provider.remote.CredentialSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as the SDK's identities get them. An identity is made anew, tokens and all, when the secret it was made of has been
 * replaced or a token of it was refused.
 */
final class IdentityTokens implements Tokens {
    /** Less than the five minutes before its end in which the SDK's identities begin to fetch the next token. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    /** Makes an identity. */
    @FunctionalInterface
    interface Maker {
        /** @param secret what it is made of, where there is something; stays the caller's to close */
        TokenCredential make(Optional<SecretBytes> secret);
    }

    private record Identity(TokenCredential credential, Optional<SecretBytes> secret, Map<String, AccessToken> tokens) {
        void close() {
            secret.ifPresent(SecretBytes::close);
        }
    }

    private final Maker maker;
    private final Optional<CredentialSource> source;
    private final Clock clock;
    private final ReentrantLock changing = new ReentrantLock();
    private @Nullable Identity current;

    IdentityTokens(Maker maker, Optional<CredentialSource> source, Clock clock) {
        this.maker = maker;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
        Identity identity = identity();
        String scope = String.join(" ", request.getScopes());
        AccessToken known = identity.tokens().get(scope);
        if (known == null
                || !clock.instant().isBefore(known.getExpiresAt().toInstant().minus(MARGIN))) {
            known = translated(() -> identity.credential().getTokenSync(request));
            identity.tokens().put(scope, known);
        }
        return Tokens.once(known.getToken());
    }

    private <T> T translated(Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            replace(null);
            throw VaultFailures.ofTokens(e);
        }
    }

    /** Wipes the secret of the one before. The tokens that were made of it go on as they are. */
    private void replace(@Nullable Identity next) {
        changing.lock();
        try {
            Identity before = current;
            current = next;
            if (before != null) {
                before.close();
            }
        } finally {
            changing.unlock();
        }
    }

    private Identity identity() {
        changing.lock();
        try {
            Optional<SecretBytes> secret = source.map(CredentialSource::read);
            Identity identity = current;
            if (identity != null && identity.secret().equals(secret)) {
                secret.ifPresent(SecretBytes::close);
                return identity;
            }
            Identity made = made(secret);
            replace(made);
            return made;
        } finally {
            changing.unlock();
        }
    }

    private Identity made(Optional<SecretBytes> secret) {
        try {
            return new Identity(translated(() -> maker.make(secret)), secret, new ConcurrentHashMap<>());
        } catch (RuntimeException e) {
            secret.ifPresent(SecretBytes::close);
            throw e;
        }
    }

    @Override
    public boolean refused() {
        source.ifPresent(each -> {
            try (SecretBytes secret = each.read()) {
                each.renew(secret);
            }
        });
        replace(null);
        return true;
    }

    @Override
    public void close() {
        replace(null);
        source.ifPresent(CredentialSource::close);
    }
}
