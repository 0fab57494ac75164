package com.sphereon.kms.app;

import com.sphereon.kms.core.service.DestructionWindow;
import com.sphereon.kms.core.spi.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * The keys below {@code kms.lifecycle}.
 *
 * @param checkInterval how often each replica looks for what has become due
 * @param destructionWindow for how long a destruction can be taken back
 */
record LifecycleConfiguration(Duration checkInterval, DestructionWindow destructionWindow) {
    private static final String PREFIX = "kms.lifecycle";
    private static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofSeconds(10);
    private static final DurationSetting CHECK_INTERVAL =
            new DurationSetting("check-interval", Duration.ofSeconds(1), Duration.ofHours(1));
    private static final DurationSetting DESTRUCTION_WINDOW =
            new DurationSetting("destruction-window", DestructionWindow.MIN, DestructionWindow.MAX);

    /** @throws ConfigurationException when a value is wrong */
    static LifecycleConfiguration read(Configuration configuration) {
        Settings settings = configuration.below(PREFIX, Set.of(CHECK_INTERVAL.name(), DESTRUCTION_WINDOW.name()));
        return configuration.explaining(
                PREFIX,
                () -> new LifecycleConfiguration(
                        CHECK_INTERVAL.read(settings, DEFAULT_CHECK_INTERVAL),
                        new DestructionWindow(DESTRUCTION_WINDOW.read(settings, DestructionWindow.MIN))));
    }
}
