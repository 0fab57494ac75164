package com.sphereon.kms.http;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.http.token.TokenSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the server listens.
 *
 * @param host address to bind to
 * @param port 0 to 65535; 0 takes a free one
 * @param basePath where the API starts, such as {@code /api/kms/v1}; empty for the root
 * @param maxBodyBytes largest request body; beyond it the answer is 413
 * @param shutdownTimeout how long running requests may take to finish when the server stops
 * @param anonymousTenant the tenant of every call while there is no authentication
 * @param tokens which tokens are accepted; without it there is no authentication. With it every call of the API needs a
 *     token, and the anonymous tenant plays no part
 */
public record HttpSettings(
        String host,
        int port,
        String basePath,
        int maxBodyBytes,
        Duration shutdownTimeout,
        TenantId anonymousTenant,
        Optional<TokenSettings> tokens) {
    private static final Pattern BASE_PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*");
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException when a value is out of range */
    public HttpSettings {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be from 0 to " + MAX_PORT);
        }
        if (!isBasePath(basePath)) {
            throw new IllegalArgumentException(
                    "base path must be empty or of segments that each begin with a slash, such as /api/kms/v1");
        }
    }

    /** Whether the text can be a base path: empty, or segments that each begin with a slash. */
    public static boolean isBasePath(String text) {
        return BASE_PATH.matcher(text).matches();
    }
}
