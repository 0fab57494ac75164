package com.sphereon.kms.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a header {@code If-Match} or {@code If-None-Match} (RFC 9110 section 13.1).
 *
 * @param any whether it is the star
 * @param strong the tags that are not weak, without their quotes
 * @param weak the others
 */
record EntityTags(boolean any, List<String> strong, List<String> weak) {
    /** Elements of a list may be empty (RFC 9110 section 5.6.1). */
    private static final Pattern LIST_START = Pattern.compile("\\A[ \\t,]+");

    private static final Pattern TAG = Pattern.compile("(W/)?\"([!#-~]*)\"[ \\t]*(?:,[ \\t,]*|\\z)");

    /** Nothing when the text is not of the allowed form. */
    static Optional<EntityTags> parse(String header) {
        String text = LIST_START.matcher(header.strip()).replaceFirst("");
        if (text.equals("*")) {
            return Optional.of(new EntityTags(true, List.of(), List.of()));
        }
        List<String> strong = new ArrayList<>();
        List<String> weak = new ArrayList<>();
        Matcher tag = TAG.matcher(text);
        for (int at = 0; at < text.length(); at = tag.end()) {
            if (!tag.region(at, text.length()).lookingAt()) {
                return Optional.empty();
            }
            (tag.group(1) == null ? strong : weak).add(tag.group(2));
        }
        return strong.isEmpty() && weak.isEmpty() ? Optional.empty() : Optional.of(new EntityTags(false, strong, weak));
    }

    /** Whether a weak tag, too, counts as the same. */
    boolean matchesWeakly(String tag) {
        return any || strong.contains(tag) || weak.contains(tag);
    }
}
