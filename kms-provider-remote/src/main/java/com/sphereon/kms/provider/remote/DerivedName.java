package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.spi.NewKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a key is called at a backend whose names allow less than ours do. Different keys have different names; what a name
 * cannot say is in the {@link KeyTags}.
 */
public final class DerivedName {
    /** Longest name of an alias at AWS, in characters, {@code alias/} included. */
    static final int AWS_MAX_CHARS = 256;

    /** Longest name of a key at Azure, in characters. */
    static final int AZURE_MAX_CHARS = 127;

    private static final Pattern AWS_SEGMENT = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern NOT_AWS = Pattern.compile("[^a-zA-Z0-9_-]+");
    private static final Pattern NOT_AZURE = Pattern.compile("[^a-zA-Z0-9]+");
    private static final int HASH_BYTES = 10;

    private DerivedName() {}

    /**
     * The alias of a key version at AWS: {@code alias/kms/<tenant>/<service>/<purpose>/<version>} for a duty, which policies
     * there can be written for, {@code alias/kms/<tenant>/-/<alias>/<version>} for every other alias. An alias that does not
     * fit has one more segment, a hash of it, behind what could be kept.
     */
    public static String aws(KeyName name) {
        Optional<Duty> duty = Duty.named(name.alias());
        String prefix = "alias/kms/%s/".formatted(name.tenant());
        String end = "/" + name.version();
        if (duty.isPresent()) {
            return prefix + duty.get().service() + "/" + duty.get().purpose().text() + end;
        }
        String alias = name.alias().value();
        String plain = prefix + "-/" + alias + end;
        if (AWS_SEGMENT.matcher(alias).matches() && plain.length() <= AWS_MAX_CHARS) {
            return plain;
        }
        // Even a full name is told from every plain one: those have a segment less.
        String hashed = "/" + hash(alias) + end;
        int room = AWS_MAX_CHARS - prefix.length() - "-/".length() - hashed.length();
        return prefix + "-/" + cut(NOT_AWS.matcher(alias).replaceAll("_"), room) + hashed;
    }

    /**
     * The name of a key at Azure: {@code kms-<tenant>-<alias>-<version>-<hash>}. There a name stays taken for months after its
     * key was deleted and upper case is as good as lower, so each has a hash, and that covers the reference.
     */
    public static String azure(NewKey key) {
        KeyName name = key.name();
        KeyAlias alias = name.alias();
        String prefix = "kms-%s-".formatted(name.tenant());
        String end = "-%d-%s"
                .formatted(
                        name.version(),
                        hash("%s %s %d %s".formatted(name.tenant(), alias, name.version(), key.reference())));
        int room = AZURE_MAX_CHARS - prefix.length() - end.length();
        return prefix + cut(NOT_AZURE.matcher(alias.value()).replaceAll("-"), room) + end;
    }

    private static String cut(String text, int maxChars) {
        return text.substring(0, Math.min(text.length(), maxChars));
    }

    /** The parts of the text are visible ASCII without spaces, so that no two lists of parts make one text. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
