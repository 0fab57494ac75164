package com.sphereon.kms.core.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * One object of canonical JSON (RFC 8785) as the audit log and its exports have them: its members are texts and whole numbers.
 * What is written in any other way is not read: a member twice, members in another order, white space, an escape that is not
 * needed.
 */
final class CanonicalJson {
    private static final int MAX_DIGITS = 18;

    private final String json;
    private final Map<String, Object> members = new HashMap<>();
    private int at;

    private CanonicalJson(String json) {
        this.json = json;
    }

    /** @throws IllegalArgumentException when it is not written so */
    static CanonicalJson read(String json) {
        CanonicalJson object = new CanonicalJson(json);
        object.readMembers();
        return object;
    }

    /** Appends a text in quotes. Of what needs an escape, only quotes, backslashes and line ends may be in it. */
    static void appendText(StringBuilder json, String value) {
        json.append('"').append(escaped(value)).append('"');
    }

    /** What stands between the quotes for a text. */
    static String escaped(String value) {
        // Nearly all texts are as they stand, and are written with every signature.
        if (value.indexOf('"') < 0 && value.indexOf('\\') < 0 && value.indexOf('\n') < 0) {
            return value;
        }
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** @throws IllegalArgumentException when there is no such text */
    String text(String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("it has no text '%s'".formatted(name));
    }

    /** @throws IllegalArgumentException when there is no such number */
    long number(String name) {
        if (members.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("it has no number '%s'".formatted(name));
    }

    private void readMembers() {
        take('{');
        String before = "";
        do {
            String name = readText();
            if (name.compareTo(before) <= 0) {
                throw notCanonical();
            }
            before = name;
            take(':');
            members.put(name, peek() == '"' ? readText() : (Object) readNumber());
        } while (taken(','));
        take('}');
        if (at != json.length()) {
            throw notCanonical();
        }
    }

    private String readText() {
        take('"');
        int begin = at;
        while (peek() != '"' && peek() != '\\') {
            requireUnescaped(json.charAt(at++));
        }
        if (peek() == '"') {
            return json.substring(begin, at++);
        }
        StringBuilder text = new StringBuilder().append(json, begin, at);
        while (!taken('"')) {
            text.append(readCharacter());
        }
        return text.toString();
    }

    private char readCharacter() {
        if (!taken('\\')) {
            return requireUnescaped(json.charAt(at++));
        }
        char escaped = peek();
        at++;
        return switch (escaped) {
            case '"', '\\' -> escaped;
            case 'n' -> '\n';
            default -> throw notCanonical();
        };
    }

    private char requireUnescaped(char c) {
        if (c < ' ') {
            throw notCanonical();
        }
        return c;
    }

    private long readNumber() {
        int begin = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        int digits = at - begin;
        if (digits == 0 || digits > MAX_DIGITS || (digits > 1 && json.charAt(begin) == '0')) {
            throw notCanonical();
        }
        return Long.parseLong(json, begin, at, 10);
    }

    private char peek() {
        if (at >= json.length()) {
            throw notCanonical();
        }
        return json.charAt(at);
    }

    private boolean taken(char expected) {
        boolean there = peek() == expected;
        if (there) {
            at++;
        }
        return there;
    }

    private void take(char expected) {
        if (!taken(expected)) {
            throw notCanonical();
        }
    }

    private IllegalArgumentException notCanonical() {
        return new IllegalArgumentException("it is not canonical JSON (RFC 8785) at character " + at);
    }
}
