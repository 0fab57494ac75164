package com.sphereon.kms.app;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.http.HttpSettings;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Set;

/** The keys below {@code server.rest}. */
final class ServerConfiguration {
    private static final String PREFIX = "server.rest";
    private static final String ENABLED = "auth.enabled";
    private static final String ANONYMOUS_ALLOWED = "auth.anonymous.allowed";
    private static final String ANONYMOUS_TENANT = "auth.anonymous.tenant";

    private static final Duration MAX_SHUTDOWN = Duration.ofHours(1);
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
            requireOpenOnPurpose(configuration, rest);
            return new HttpSettings(
                    rest.requireText("host"),
                    rest.number("port", DEFAULT_PORT, 0, MAX_PORT),
                    basePath(rest),
                    rest.number("max-body-bytes", DEFAULT_BODY_BYTES, MIN_BODY_BYTES, MAX_BODY_BYTES),
                    duration(rest, "shutdown-timeout"),
                    tenant(rest));
        });
    }

    /** Authentication is not there yet. Whoever asks for it must not get a server without it. */
    private static void requireOpenOnPurpose(Configuration configuration, Settings rest) {
        String enabledOrigin = configuration.origin(PREFIX + "." + ENABLED);
        if (rest.flag(ENABLED, true)) {
            throw new ConfigurationException(
                    "%s.%s is true%s, but this version cannot verify tokens yet; it does not start rather than serve everyone"
                            .formatted(PREFIX, ENABLED, enabledOrigin));
        }
        if (!rest.flag(ANONYMOUS_ALLOWED, false)) {
            throw new ConfigurationException(
                    "%1$s.%2$s is false%3$s and %1$s.%4$s is false%5$s, so nobody could be served"
                            .formatted(
                                    PREFIX,
                                    ENABLED,
                                    enabledOrigin,
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

    private static Duration duration(Settings rest, String name) {
        try {
            Duration duration = Duration.parse(rest.requireText(name));
            if (!duration.isNegative() && duration.compareTo(MAX_SHUTDOWN) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // falls through to the one message that says what is allowed
        }
        throw new InvalidSettingException(name, "must be an ISO-8601 duration from PT0S to PT1H, such as PT20S");
    }

    private static TenantId tenant(Settings rest) {
        try {
            return new TenantId(rest.requireText(ANONYMOUS_TENANT));
        } catch (InvalidRequestException e) {
            throw new InvalidSettingException(ANONYMOUS_TENANT, "is no tenant id: " + e.getMessage());
        }
    }
}
