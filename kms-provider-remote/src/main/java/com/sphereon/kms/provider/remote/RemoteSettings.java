package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SettingKind;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.core.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The limits of one remote provider.
 *
 * @param deadline {@value #DEADLINE}: the longest a caller waits, repetitions and pauses included; ISO 8601, from 100 ms to
 *     60 s, by default 10 s
 * @param maxRetries {@value #MAX_RETRIES}: how often a failed call is repeated at most; 0 to 100, by default 2
 * @param baseDelay {@value #BASE_DELAY}: pause before the first repetition, which doubles with each; at least 1 ms, by default
 *     100 ms
 * @param maxDelay {@value #MAX_DELAY}: the longest such pause; not shorter than the first, by default 2 s
 * @param maxConcurrentCalls {@value #MAX_CONCURRENT_CALLS}: calls under way at a time; 1 to 10000, by default 64
 * @param cacheTtl {@value #CACHE_TTL}: how long public keys are remembered; 0 s to a day, by default 5 minutes
 * @param breakerWait {@value #BREAKER_WAIT}: how long an open circuit breaker refuses calls before it tries some; 1 ms to
 *     10 minutes, by default 10 s
 */
public record RemoteSettings(
        Duration deadline,
        int maxRetries,
        Duration baseDelay,
        Duration maxDelay,
        int maxConcurrentCalls,
        Duration cacheTtl,
        Duration breakerWait) {
    static final String DEADLINE = "deadline";
    static final String MAX_RETRIES = "max-retries";
    static final String BASE_DELAY = "base-delay-in-ms";
    static final String MAX_DELAY = "max-delay-in-ms";
    static final String MAX_CONCURRENT_CALLS = "max-concurrent-calls";
    static final String CACHE_TTL = "cache-ttl-in-seconds";
    static final String BREAKER_WAIT = "breaker-wait-in-ms";

    private static final SettingKind.Period DEADLINES =
            new SettingKind.Period(Duration.ofMillis(100), Duration.ofSeconds(60));
    private static final String DEFAULT_DEADLINE = "PT10S";
    private static final int DEFAULT_MAX_RETRIES = 2;
    private static final int MOST_RETRIES = 100;
    private static final int DEFAULT_BASE_DELAY_MILLIS = 100;
    private static final int DEFAULT_MAX_DELAY_MILLIS = 2000;
    private static final int LONGEST_DELAY_MILLIS = 60_000;
    private static final int DEFAULT_CONCURRENT_CALLS = 64;
    private static final int MOST_CONCURRENT_CALLS = 10_000;
    private static final int DEFAULT_CACHE_TTL_SECONDS = 300;
    private static final int LONGEST_CACHE_TTL_SECONDS = 86_400;
    private static final int DEFAULT_BREAKER_WAIT_MILLIS = 10_000;
    private static final int LONGEST_BREAKER_WAIT_MILLIS = 600_000;

    private static final List<SettingSpec> SPECS = List.of(
            SettingSpec.duration(DEADLINE, DEADLINES.min(), DEADLINES.max())
                    .defaultsTo(DEFAULT_DEADLINE)
                    .about("longest time a caller waits, repetitions and pauses included"),
            number(MAX_RETRIES, DEFAULT_MAX_RETRIES, 0, MOST_RETRIES)
                    .about("how often a failed call is repeated at most"),
            number(BASE_DELAY, DEFAULT_BASE_DELAY_MILLIS, 1, LONGEST_DELAY_MILLIS)
                    .about("pause before the first repetition; doubles with each"),
            number(MAX_DELAY, DEFAULT_MAX_DELAY_MILLIS, 1, LONGEST_DELAY_MILLIS)
                    .about("longest such pause; not shorter than the first"),
            number(MAX_CONCURRENT_CALLS, DEFAULT_CONCURRENT_CALLS, 1, MOST_CONCURRENT_CALLS)
                    .about("calls under way at a time"),
            number(CACHE_TTL, DEFAULT_CACHE_TTL_SECONDS, 0, LONGEST_CACHE_TTL_SECONDS)
                    .about("how long public keys are remembered"),
            number(BREAKER_WAIT, DEFAULT_BREAKER_WAIT_MILLIS, 1, LONGEST_BREAKER_WAIT_MILLIS)
                    .about("how long calls are refused after too many failed, before some are tried"));

    private static SettingSpec number(String name, int defaultValue, int min, int max) {
        return SettingSpec.number(name, min, max).defaultsTo(Integer.toString(defaultValue));
    }

    /** All settings of a remote provider: its own, then these. */
    public static List<SettingSpec> with(SettingSpec... own) {
        return Stream.concat(Stream.of(own), SPECS.stream()).toList();
    }

    /** @throws InvalidSettingException when a setting is wrong */
    public static RemoteSettings from(Settings settings) {
        int baseDelayMillis = settings.number(BASE_DELAY, DEFAULT_BASE_DELAY_MILLIS, 1, LONGEST_DELAY_MILLIS);
        return new RemoteSettings(
                deadline(settings),
                settings.number(MAX_RETRIES, DEFAULT_MAX_RETRIES, 0, MOST_RETRIES),
                Duration.ofMillis(baseDelayMillis),
                Duration.ofMillis(settings.number(
                        MAX_DELAY,
                        Math.max(DEFAULT_MAX_DELAY_MILLIS, baseDelayMillis),
                        baseDelayMillis,
                        LONGEST_DELAY_MILLIS)),
                settings.number(MAX_CONCURRENT_CALLS, DEFAULT_CONCURRENT_CALLS, 1, MOST_CONCURRENT_CALLS),
                Duration.ofSeconds(settings.number(CACHE_TTL, DEFAULT_CACHE_TTL_SECONDS, 0, LONGEST_CACHE_TTL_SECONDS)),
                Duration.ofMillis(
                        settings.number(BREAKER_WAIT, DEFAULT_BREAKER_WAIT_MILLIS, 1, LONGEST_BREAKER_WAIT_MILLIS)));
    }

    private static Duration deadline(Settings settings) {
        String text = settings.text(DEADLINE).orElse(DEFAULT_DEADLINE);
        DEADLINES.problem(text).ifPresent(problem -> {
            throw new InvalidSettingException(DEADLINE, problem);
        });
        return Duration.parse(text);
    }
}
