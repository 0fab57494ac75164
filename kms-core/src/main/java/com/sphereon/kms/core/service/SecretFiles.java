package com.sphereon.kms.core.service;

import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.SettingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that hold the secrets of a provider, as they were at one moment: equal as long as none was written or replaced.
 * Looks at what the file system says of them, never into them.
 */
record SecretFiles(List<State> states) {
    /** None that could change. */
    static final SecretFiles NONE = new SecretFiles(List.of());

    /**
     * One file. A secret that is mounted is replaced by turning a link, so it is what the link leads to that counts.
     *
     * @param reference where it is
     * @param seen empty while there is no such file
     */
    record State(String reference, Optional<Attributes> seen) {}

    /** What changes with a file's content. */
    record Attributes(FileTime modified, long sizeBytes, String identity) {}

    /** As they are now. */
    static SecretFiles of(List<SettingSpec> specs, Map<String, String> settings) {
        return new SecretFiles(specs.stream()
                .filter(spec -> settings.containsKey(spec.name()))
                .flatMap(spec -> spec.kind().references(settings.getOrDefault(spec.name(), "")).stream())
                .filter(reference -> reference.startsWith(SecretReference.FILE))
                .map(SecretFiles::state)
                .toList());
    }

    /** The same files, as they are now. */
    SecretFiles now() {
        return states.isEmpty()
                ? this
                : new SecretFiles(
                        states.stream().map(state -> state(state.reference)).toList());
    }

    private static State state(String reference) {
        return new State(reference, SecretReference.path(reference).flatMap(SecretFiles::attributes));
    }

    private static Optional<Attributes> attributes(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Attributes(found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
