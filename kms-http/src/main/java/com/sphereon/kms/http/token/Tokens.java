package com.sphereon.kms.http.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies bearer tokens, and remembers those that were good. Safe for use by many threads.
 *
 * <p>A remembered token costs one hash and one look into a map. It is looked at again at every use: once it has expired,
 * or the issuer's current keys would no longer lead to the key that verified it, it is checked from the beginning.
 */
public final class Tokens implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final int TICK_SECONDS = 1;

    private final Clock clock;
    private final JwksClient client;
    private final List<IssuerKeys> issuers;
    private final TokenVerifier verifier;
    private final Cache<TokenDigest, VerifiedToken> good;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("jwks-refresh").factory());

    private Tokens(TokenSettings settings, Clock clock) {
        this.clock = clock;
        this.client = new JwksClient(settings.jwks());
        this.issuers = settings.issuers().stream()
                .map(issuer -> new IssuerKeys(issuer, settings.jwks(), client, clock))
                .toList();
        this.verifier = new TokenVerifier(settings, issuers, clock);
        this.good = Caffeine.newBuilder().maximumSize(settings.cacheSize()).build();
    }

    /** Begins to fetch the keys of all issuers and does not wait for them. */
    public static Tokens start(TokenSettings settings, Clock clock) {
        Tokens tokens = new Tokens(settings, clock);
        for (IssuerSettings issuer : settings.issuers()) {
            LOG.info(
                    "tokens of issuer {} ({}), keys from {}",
                    issuer.name(),
                    issuer.issuer(),
                    withoutQuery(issuer.jwksUri()));
            if (issuer.isUnprotected()) {
                LOG.warn(
                        "the keys of issuer {} come over http: whoever can change that traffic can make tokens",
                        issuer.name());
            }
        }
        ScheduledFuture<?> unused =
                tokens.ticks.scheduleWithFixedDelay(tokens::refresh, 0, TICK_SECONDS, TimeUnit.SECONDS);
        return tokens;
    }

    /** Some put a key of their own into it. */
    private static String withoutQuery(URI uri) {
        return "%s://%s%s".formatted(uri.getScheme(), uri.getAuthority(), uri.getPath());
    }

    /**
     * Who makes a call with that token. May wait for the keys of the issuer, no longer than one fetch may take.
     *
     * @throws TokenRefusedException when the token is not to be trusted or says too little
     */
    public Identity verify(String token) {
        TokenDigest digest = TokenDigest.of(token);
        VerifiedToken remembered = good.getIfPresent(digest);
        if (remembered != null) {
            if (remembered.isStillGood(clock.millis())) {
                return remembered.identity();
            }
            good.invalidate(digest);
        }
        VerifiedToken verified = verifier.verify(token);
        good.put(digest, verified);
        return verified.identity();
    }

    /** Fetches what is due; the schedule calls it. */
    private void refresh() {
        try {
            issuers.forEach(IssuerKeys::refreshIfDue);
        } catch (RuntimeException e) {
            LOG.error("keys of issuers could not be refreshed", e);
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        client.close();
    }
}
