package com.sphereon.kms.http.token;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which tokens are accepted.
 *
 * @param issuers at least one, each with an {@code iss} of its own
 * @param audience that {@code aud} must contain, unless the issuer has one of its own
 * @param algorithms that may sign tokens; at least one
 * @param clockSkew how far clocks may be apart, {@code PT0S} to {@code PT2M}, in whole seconds
 * @param claims where the token says whose call it is
 * @param jwks how keys are fetched
 * @param cacheSize how many verified tokens are remembered, 1 to {@value #MAX_CACHE_SIZE}
 */
public record TokenSettings(
        List<IssuerSettings> issuers,
        String audience,
        Set<TokenAlgorithm> algorithms,
        Duration clockSkew,
        ClaimSettings claims,
        JwksSettings jwks,
        int cacheSize) {

    /** What {@code aud} must contain when nothing else is said. */
    public static final String DEFAULT_AUDIENCE = "enterprise-tenant-kms";
    /** When nothing else is said. */
    public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofSeconds(30);
    /** Largest clock skew. */
    public static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(2);
    /** Remembered tokens when nothing else is said. */
    public static final int DEFAULT_CACHE_SIZE = 10_000;
    /** Most remembered tokens; a million take about 500 MB. */
    public static final int MAX_CACHE_SIZE = 1_000_000;

    /** @throws IllegalArgumentException when a value is out of range or two issuers have one {@code iss} */
    public TokenSettings {
        issuers = List.copyOf(issuers);
        algorithms = Set.copyOf(algorithms);
        if (issuers.isEmpty() || algorithms.isEmpty() || audience.isEmpty()) {
            throw new IllegalArgumentException("there must be an issuer, an algorithm and an audience");
        }
        Set<String> seen = new HashSet<>();
        if (!issuers.stream().map(IssuerSettings::issuer).allMatch(seen::add)) {
            throw new IllegalArgumentException("two issuers have the same iss");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_CLOCK_SKEW) > 0 || clockSkew.toNanosPart() != 0) {
            throw new IllegalArgumentException("clock skew must be whole seconds from PT0S to " + MAX_CLOCK_SKEW);
        }
        if (cacheSize < 1 || cacheSize > MAX_CACHE_SIZE) {
            throw new IllegalArgumentException("cache size must be from 1 to " + MAX_CACHE_SIZE);
        }
    }

    /** These issuers, and defaults for all else. */
    public static TokenSettings of(List<IssuerSettings> issuers) {
        return new TokenSettings(
                issuers,
                DEFAULT_AUDIENCE,
                Set.of(TokenAlgorithm.values()),
                DEFAULT_CLOCK_SKEW,
                ClaimSettings.DEFAULT,
                JwksSettings.DEFAULT,
                DEFAULT_CACHE_SIZE);
    }
}
