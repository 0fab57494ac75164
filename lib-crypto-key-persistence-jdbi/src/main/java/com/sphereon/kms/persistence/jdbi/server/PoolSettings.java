package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * How many connections there are and how long they last.
 *
 * @param maxSize most connections, of requests; migrations have some of their own
 * @param minIdle connections that are kept while nobody needs one
 * @param connectionTimeout how long a request waits for a connection
 * @param maxLifetime after what time a connection is replaced; zero for never
 */
public record PoolSettings(int maxSize, int minIdle, Duration connectionTimeout, Duration maxLifetime) {
    static final String MAX_SIZE = "pool.max-size";
    static final String MIN_IDLE = "pool.min-idle";
    static final String CONNECTION_TIMEOUT = "pool.connection-timeout";
    static final String MAX_LIFETIME = "pool.max-lifetime";

    private static final int DEFAULT_SIZE = 10;
    private static final int MAX_CONNECTIONS = 1000;
    private static final int DEFAULT_IDLE = 2;
    private static final int PLATFORM_SIZE = 3;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(250);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(30);
    private static final Duration MIN_LIFETIME = Duration.ofSeconds(30);
    private static final Duration MAX_LIFETIME_VALUE = Duration.ofDays(1);

    /** Fewer, for the platform's database, which is asked twice a second and when an administrator is at work. */
    public PoolSettings ofPlatform() {
        int size = Math.min(maxSize, PLATFORM_SIZE);
        return new PoolSettings(size, Math.min(minIdle, 1), connectionTimeout, maxLifetime);
    }

    static PoolSettings parse(Settings settings) {
        int maxSize = settings.number(MAX_SIZE, DEFAULT_SIZE, 1, MAX_CONNECTIONS);
        return new PoolSettings(
                maxSize,
                settings.number(MIN_IDLE, Math.min(DEFAULT_IDLE, maxSize), 0, maxSize),
                duration(settings, CONNECTION_TIMEOUT, DEFAULT_TIMEOUT, MIN_TIMEOUT, MAX_TIMEOUT),
                settings.text(MAX_LIFETIME).filter("PT0S"::equals).isPresent()
                        ? Duration.ZERO
                        : duration(settings, MAX_LIFETIME, DEFAULT_LIFETIME, MIN_LIFETIME, MAX_LIFETIME_VALUE));
    }

    private static Duration duration(
            Settings settings, String name, Duration defaultValue, Duration min, Duration max) {
        try {
            Duration value = settings.text(name).map(Duration::parse).orElse(defaultValue);
            if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
                return value;
            }
        } catch (DateTimeParseException e) {
            // falls through to the one message that says what is allowed
        }
        throw new InvalidSettingException(
                name, "must be an ISO 8601 duration from %s to %s, such as %s".formatted(min, max, defaultValue));
    }
}
