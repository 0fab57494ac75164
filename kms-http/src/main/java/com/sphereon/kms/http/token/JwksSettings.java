package com.sphereon.kms.http.token;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * How the keys of issuers are fetched.
 *
 * @param refreshInterval age at which a set is fetched again in the background
 * @param minRefetchInterval least time between two fetches from one issuer, whatever asks for them
 * @param maxStale age beyond which a set is used no more; not less than the refresh interval
 * @param timeout how long one fetch may take, from name resolution to the last byte
 * @param authorities certificates of authorities trusted besides those the JVM trusts
 */
public record JwksSettings(
        Duration refreshInterval,
        Duration minRefetchInterval,
        Duration maxStale,
        Duration timeout,
        List<X509Certificate> authorities) {

    /** Five minutes, ten seconds, one hour and five seconds. */
    public static final JwksSettings DEFAULT = new JwksSettings(
            Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofSeconds(5), List.of());

    /** @throws IllegalArgumentException when a duration is not positive or a set would be dropped before its refresh */
    public JwksSettings {
        authorities = List.copyOf(authorities);
        for (Duration duration : List.of(refreshInterval, minRefetchInterval, maxStale, timeout)) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("durations must be positive");
            }
        }
        if (maxStale.compareTo(refreshInterval) < 0) {
            throw new IllegalArgumentException("max stale must not be less than the refresh interval");
        }
    }
}
