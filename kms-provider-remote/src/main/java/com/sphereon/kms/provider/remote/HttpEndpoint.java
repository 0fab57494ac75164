package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * Where a backend is.
 *
 * @param url {@code https}, or {@code http} to this machine; without user, query and fragment
 * @param certificates the certificates its chain must end in; without, those of the JDK
 */
public record HttpEndpoint(HttpUrl url, Optional<ServerTrust> certificates) {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

    /**
     * The endpoint in a setting.
     *
     * @param urlSetting name of the setting with the URL
     * @param caSetting name of the setting with the path of a PEM file of certificates
     * @throws InvalidSettingException when the URL is missing or not allowed, or the file holds no certificates
     */
    public static HttpEndpoint from(Settings settings, String urlSetting, String caSetting) {
        HttpUrl url = url(settings, urlSetting);
        Optional<Path> file = settings.text(caSetting).map(text -> settings.path(caSetting, Path.of("")));
        return new HttpEndpoint(url, file.map(path -> ServerTrust.fromPem(caSetting, path)));
    }

    /**
     * The URL in a setting, for clients other than {@link HttpBackend}.
     *
     * @throws InvalidSettingException when it is missing or not allowed
     */
    public static HttpUrl url(Settings settings, String urlSetting) {
        HttpUrl url = HttpUrl.parse(settings.requireText(urlSetting));
        if (url == null || !isAllowed(url)) {
            throw new InvalidSettingException(
                    urlSetting, "must be an https URL (http to this machine only) without user, query and fragment");
        }
        return url;
    }

    /** Whether nothing that is sent there leaves this machine. */
    public static boolean isThisMachine(HttpUrl url) {
        return THIS_MACHINE.contains(url.host());
    }

    private static boolean isAllowed(HttpUrl url) {
        return (url.isHttps() || isThisMachine(url))
                && url.username().isEmpty()
                && url.password().isEmpty()
                && url.query() == null
                && url.fragment() == null;
    }
}
