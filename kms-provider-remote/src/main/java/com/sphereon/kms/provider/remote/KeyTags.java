package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.NewKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside a key at a backend, so that whoever looks at it there knows whose it is and which. The values keep to
 * what both AWS and Azure allow: up to 256 letters, digits, spaces and {@code + - = . _ : / @}. Any other character of an
 * alias is written as {@code =} and two hexadecimal digits, and so is {@code =} itself; a long alias goes on in
 * {@code kms-alias-2} and so on.
 */
public final class KeyTags {
    /** Whose key it is. */
    public static final String TENANT = "sphereon-tenant-id";

    /** The alias. */
    public static final String ALIAS = "kms-alias";

    /** The version, a number. */
    public static final String VERSION = "kms-version";

    /** The id of the reference, a UUID. */
    public static final String REFERENCE = "kms-reference";

    private static final int MAX_VALUE_CHARS = 256;
    private static final String UNESCAPED = "+-._:/@";
    private static final int HEX = 16;

    private KeyTags() {}

    /** The tags of a new key: at most ten. */
    public static Map<String, String> of(NewKey key) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(TENANT, key.name().tenant().value());
        tags.put(VERSION, Integer.toString(key.name().version()));
        tags.put(REFERENCE, key.reference().toString());
        String alias = escape(key.name().alias().value());
        for (int part = 1; !alias.isEmpty(); part++) {
            int length = Math.min(alias.length(), MAX_VALUE_CHARS);
            tags.put(aliasTag(part), alias.substring(0, length));
            alias = alias.substring(length);
        }
        return tags;
    }

    /** The name the tags tell; none when they are not ours, or were changed to what cannot be. */
    public static Optional<KeyName> name(Map<String, String> tags) {
        try {
            return Optional.of(new KeyName(
                    new TenantId(text(tags, TENANT)),
                    new KeyAlias(alias(tags)),
                    Integer.parseInt(text(tags, VERSION))));
        } catch (InvalidRequestException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, String> tags, String name) {
        return tags.getOrDefault(name, "");
    }

    private static String alias(Map<String, String> tags) {
        StringBuilder alias = new StringBuilder();
        int part = 1;
        for (@Nullable String text = tags.get(ALIAS); text != null; text = tags.get(aliasTag(part))) {
            alias.append(text);
            part++;
        }
        return unescape(alias);
    }

    private static String aliasTag(int part) {
        return part == 1 ? ALIAS : ALIAS + "-" + part;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0) {
                escaped.append((char) c);
            } else {
                escaped.append("=%02x".formatted(c));
            }
        });
        return escaped.toString();
    }

    private static String unescape(CharSequence escaped) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '=' && i + 2 < escaped.length()) {
                text.append((char) Integer.parseInt(escaped, i + 1, i + 3, HEX));
                i += 2;
            } else {
                text.append(escaped.charAt(i));
            }
        }
        return text.toString();
    }
}
