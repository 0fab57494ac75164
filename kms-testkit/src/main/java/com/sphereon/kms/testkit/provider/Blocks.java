package com.sphereon.kms.testkit.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads test data files: blocks of {@code name: value} lines between empty lines; {@code #} begins a comment. */
final class Blocks {
    private static final String JWK_PREFIX = "jwk.";

    private Blocks() {}

    static List<Map<String, String>> read(String resource) {
        try (InputStream stream = Blocks.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no test data " + resource);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\\R\\R"))
                    .map(Blocks::block)
                    .filter(block -> !block.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> block(String text) {
        Map<String, String> block = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int colon = line.indexOf(':');
            block.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        return block;
    }

    /** The members of a JWK: the lines that begin with {@code jwk.} */
    static Map<String, String> jwk(Map<String, String> block) {
        return members(block, JWK_PREFIX);
    }

    /** The lines that begin with a prefix, without it. */
    static Map<String, String> members(Map<String, String> block, String prefix) {
        Map<String, String> members = new LinkedHashMap<>();
        block.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                members.put(name.substring(prefix.length()), value);
            }
        });
        return members;
    }
}
