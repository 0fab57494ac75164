package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the schema of each tenant: what stands around the tenant's id, in which {@code -} is written {@code _}.
 *
 * <p>No two tenants have one name. An id has no two dashes in a row, so {@code __} never stands in what an id becomes;
 * a name that would be too long ends its shortened id in {@code __} and a hash of the whole id instead, and so equals
 * none of the others.
 *
 * @param before what stands before the id: a letter, then letters, digits and underscores, all lower case
 * @param after what stands after it; may be empty
 * @param maxChars longest name the database allows; all characters are ASCII
 */
public record SchemaPattern(String before, String after, int maxChars) {
    /** Longest pattern without its {@code {id}}, in characters; so a hash always has room. */
    static final int MAX_CHARS = 24;

    private static final Pattern ALLOWED = Pattern.compile("([a-z][a-z0-9_]*)\\{id}([a-z0-9_]*)");
    private static final String MARK = "__";
    private static final int HASH_BYTES = 16;

    /** @throws InvalidSettingException when the text is no such pattern */
    public static SchemaPattern parse(String setting, String text, int maxChars) {
        Matcher parts = ALLOWED.matcher(text);
        if (!parts.matches() || parts.group(1).length() + parts.group(2).length() > MAX_CHARS) {
            throw new InvalidSettingException(
                    setting,
                    "must hold {id} once, and otherwise 1 to %d lower-case letters, digits and underscores, first a letter"
                            .formatted(MAX_CHARS));
        }
        return new SchemaPattern(parts.group(1), parts.group(2), maxChars);
    }

    /** The name of a tenant's schema; always the same, in all versions of this program. */
    public String schema(TenantId tenant) {
        String id = tenant.value().replace('-', '_');
        int room = maxChars - before.length() - after.length();
        return before + (id.length() <= room ? id : shortened(tenant, id, room)) + after;
    }

    /** Whether that name could be the schema of some tenant. */
    public boolean mayProduce(String schema) {
        return schema.length() > before.length() + after.length()
                && schema.startsWith(before)
                && schema.endsWith(after);
    }

    /** The names of all schemas of tenants match this SQL pattern, and others may; {@code !} takes away a meaning. */
    public String like() {
        return (before + "%" + after).replace("_", "!_");
    }

    private static String shortened(TenantId tenant, String id, int room) {
        String hash = HexFormat.of().formatHex(sha256(tenant.value()), 0, HASH_BYTES);
        return id.substring(0, room - MARK.length() - hash.length()) + MARK + hash;
    }

    /** A number for a lock on a schema, as unlikely to be that of another as a hash of that length can be. */
    public static long lockNumber(String schema) {
        return ByteBuffer.wrap(sha256("kms schema " + schema)).getLong();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
