package com.sphereon.kms.app;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.http.HttpSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The keys below {@code server.rest}. */
final class ServerConfiguration {
    private static final String PREFIX = "server.rest";
    private static final String ENABLED = "auth.enabled";
    private static final String ANONYMOUS_ALLOWED = "auth.anonymous.allowed";
    private static final String ANONYMOUS_TENANT = "auth.anonymous.tenant";

    private static final DurationSetting SHUTDOWN_TIMEOUT =
            new DurationSetting("shutdown-timeout", Duration.ZERO, Duration.ofHours(1));
    private static final int DEFAULT_PORT = 8080;
    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_BODY_BYTES = 1024 * 1024;
    private static final int MIN_BODY_BYTES = 1024;
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private ServerConfiguration() {}

    /** @throws ConfigurationException when a value is wrong, or nobody or everybody would be served by mistake */
    static HttpSettings read(Configuration configuration) {
        Settings rest = configuration.below(
                PREFIX,
                Set.of(
                        "host",
                        "port",
                        "base-path",
                        "max-body-bytes",
                        "shutdown-timeout",
                        ENABLED,
                        ANONYMOUS_ALLOWED,
                        ANONYMOUS_TENANT));
        return configuration.explaining(PREFIX, () -> {
            boolean withTokens = rest.flag(ENABLED, true);
            if (!withTokens) {
                requireOpenOnPurpose(configuration, rest);
                TokenConfiguration.requireUnused(configuration, PREFIX + "." + ENABLED);
            }
            return new HttpSettings(
                    rest.requireText("host"),
                    rest.number("port", DEFAULT_PORT, 0, MAX_PORT),
                    basePath(rest),
                    rest.number("max-body-bytes", DEFAULT_BODY_BYTES, MIN_BODY_BYTES, MAX_BODY_BYTES),
                    SHUTDOWN_TIMEOUT.require(rest),
                    tenant(rest),
                    withTokens ? Optional.of(TokenConfiguration.read(configuration)) : Optional.empty());
        });
    }

    /**
     * Everybody is let in only where that is said twice. With tokens this plays no part: the built-in file allows it, and
     * turning authentication on must close the door.
     */
    private static void requireOpenOnPurpose(Configuration configuration, Settings rest) {
        if (!rest.flag(ANONYMOUS_ALLOWED, false)) {
            throw new ConfigurationException(
                    "%1$s.%2$s is false%3$s and %1$s.%4$s is false%5$s, so nobody could be served"
                            .formatted(
                                    PREFIX,
                                    ENABLED,
                                    configuration.origin(PREFIX + "." + ENABLED),
                                    ANONYMOUS_ALLOWED,
                                    configuration.origin(PREFIX + "." + ANONYMOUS_ALLOWED)));
        }
    }

    private static String basePath(Settings rest) {
        String path = rest.text("base-path").orElse("");
        if (path.equals("/")) {
            return "";
        }
        if (!HttpSettings.isBasePath(path)) {
            throw new InvalidSettingException(
                    "base-path", "must be segments that each begin with a slash, such as /api/kms/v1");
        }
        return path;
    }

    private static TenantId tenant(Settings rest) {
        try {
            return new TenantId(rest.requireText(ANONYMOUS_TENANT));
        } catch (InvalidRequestException e) {
            throw new InvalidSettingException(ANONYMOUS_TENANT, "is no tenant id: " + e.getMessage());
        }
    }
}
