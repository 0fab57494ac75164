package com.sphereon.kms.provider.azure;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A version of a key in the vault. Prints as {@code name:version}, which is what we call it.
 *
 * @param name 1 to 127 letters, digits and dashes; upper case is as good as lower
 * @param version 32 hexadecimal digits, which the vault makes
 */
record KeyVersion(String name, String version) {
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,127}");
    private static final Pattern NAME_AND_VERSION = Pattern.compile("([0-9A-Za-z-]{1,127}):([0-9a-f]{32})");
    private static final Pattern PATH = Pattern.compile("/keys/([0-9A-Za-z-]{1,127})/([0-9a-f]{32})");

    /** The version that {@code name:version} names, if it is of that form. */
    static Optional<KeyVersion> parse(String text) {
        return read(NAME_AND_VERSION, text);
    }

    /** The version that a URL names, if it is one of a key in that vault. */
    static Optional<KeyVersion> parseUrl(@Nullable String text, HttpUrl vault) {
        HttpUrl url = text == null ? null : HttpUrl.parse(text);
        if (url == null || !vault.equals(url.resolve("/")) || url.query() != null || url.fragment() != null) {
            return Optional.empty();
        }
        return read(PATH, url.encodedPath());
    }

    private static Optional<KeyVersion> read(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(new KeyVersion(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Whether a key can have that name. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether both are one version, however the name is written. */
    boolean isSameAs(KeyVersion other) {
        return name.equalsIgnoreCase(other.name) && version.equals(other.version);
    }

    /** The URL the vault knows it by. */
    String url(HttpUrl vault) {
        return vault.newBuilder()
                .addPathSegment("keys")
                .addPathSegment(name)
                .addPathSegment(version)
                .toString();
    }

    @Override
    public String toString() {
        return name + ":" + version;
    }
}
