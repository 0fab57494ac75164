package com.sphereon.kms.core.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * A leaf of an audit log as text, to see what it says without reading all of it.
 *
 * @param json canonical JSON of visible ASCII (RFC 8785)
 */
public record LeafText(String json) {
    private static final String TIME = name("time");

    /**
     * When the event happened.
     *
     * @throws java.time.DateTimeException when it does not say that
     */
    public Instant time() {
        int begin = json.indexOf(TIME) + TIME.length() + 1;
        return Instant.parse(json.substring(begin, json.indexOf('"', begin)));
    }

    /** Whether it names that moment as when the event happened. */
    public boolean happenedAt(Instant at) {
        return json.contains(TIME + '"' + EventJson.time(at) + '"');
    }

    /**
     * Whether it has a member with that text; without a text, whether it has no such member.
     *
     * @param text visible ASCII
     */
    public boolean says(String member, Optional<String> text) {
        return text.isEmpty() ? !json.contains(name(member)) : json.contains(name(member) + quoted(text.get()));
    }

    /** Whether it has a member with that number, which is not the last. */
    boolean says(String member, long number) {
        return json.contains(name(member) + number + ',');
    }

    /** A quote within a text has a backslash before it, so what is found is never part of one. */
    private static String name(String member) {
        return '"' + member + "\":";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2);
        CanonicalJson.appendText(quoted, text);
        return quoted.toString();
    }
}
