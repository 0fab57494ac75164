package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How connections are protected.
 *
 * @param caCertificate PEM file of the authorities that vouch for the server; those Java trusts, when absent
 * @param certificate PEM file by which we show who we are; comes with a key
 * @param key PEM file of its private key
 */
public record TlsSettings(TlsMode mode, Optional<Path> caCertificate, Optional<Path> certificate, Optional<Path> key) {
    /** Name of the setting that says how far connections are protected. */
    public static final String MODE = "tls.mode";
    /** Name of the setting for {@link #caCertificate}. */
    public static final String CA_CERTIFICATE = "tls.ca-certificate";
    /** Name of the setting for {@link #certificate}. */
    public static final String CERTIFICATE = "tls.certificate";
    /** Name of the setting for {@link #key}. */
    public static final String KEY = "tls.key";

    static TlsSettings parse(Settings settings, TlsMode defaultMode) {
        TlsSettings tls = new TlsSettings(
                settings.choice(MODE, TlsMode.class, defaultMode),
                file(settings, CA_CERTIFICATE),
                file(settings, CERTIFICATE),
                file(settings, KEY));
        if (tls.caCertificate.isPresent() && !tls.mode.verifies()) {
            throw new InvalidSettingException(
                    CA_CERTIFICATE, "is only used with " + MODE + " verify-ca or verify-full; set that, or remove it");
        }
        if (tls.certificate.isPresent() != tls.key.isPresent()) {
            throw new InvalidSettingException(
                    tls.key.isPresent() ? CERTIFICATE : KEY, "is required where the other of the two is set");
        }
        if (tls.certificate.isPresent() && tls.mode == TlsMode.DISABLE) {
            throw new InvalidSettingException(CERTIFICATE, "is of no use while " + MODE + " is disable");
        }
        return tls;
    }

    private static Optional<Path> file(Settings settings, String name) {
        if (settings.text(name).isEmpty()) {
            return Optional.empty();
        }
        Path file = settings.path(name, Path.of("."));
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new InvalidSettingException(name, "is " + file + ", which is not a file this process may read");
        }
        return Optional.of(file);
    }
}
