package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where a secret is, instead of the secret: {@code env:NAME} or {@code file:/path}. */
public sealed interface SecretReference {
    /** What a reference to an environment variable begins with. */
    String ENVIRONMENT = "env:";

    /** What a reference to a file begins with. */
    String FILE = "file:";

    /** What to say of anything else, as a sentence goes on after the setting's name. */
    String WHAT_IS_ALLOWED = "must say where the secret is, as env:NAME or file:/path, not the secret itself";

    /** Largest secret that is read from a file, in bytes. */
    int MAX_FILE_BYTES = 64 * 1024;

    /**
     * Reads the secret now. Files are read anew each time, so that a changed file takes effect; one line break at the
     * end does not count.
     *
     * @throws InvalidSettingException when there is nothing, naming the place, never the content
     */
    SecretBytes read();

    /**
     * @param setting the setting the reference stands in, for messages
     * @throws InvalidSettingException when the text is neither form, which may well mean that it is the secret itself
     */
    static SecretReference parse(String setting, String text) {
        if (!isReference(text)) {
            throw new InvalidSettingException(setting, WHAT_IS_ALLOWED);
        }
        return text.startsWith(ENVIRONMENT)
                ? new Env(setting, text.substring(ENVIRONMENT.length()), System::getenv)
                : new File(
                        setting,
                        path(text)
                                .orElseThrow(() -> new InvalidSettingException(
                                        setting, "names a file by what is no path on this system")));
    }

    /**
     * The file a reference names; nothing for other references, and for a text that is no path here: which texts are one
     * depends on the system, and on the encoding it writes file names in.
     */
    static Optional<Path> path(String reference) {
        if (!reference.startsWith(FILE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(reference.substring(FILE.length())));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Whether a text is of one of the two forms. */
    static boolean isReference(String text) {
        return (text.startsWith(ENVIRONMENT) && text.length() > ENVIRONMENT.length())
                || (text.startsWith(FILE) && text.length() > FILE.length() && text.indexOf('\0') < 0);
    }

    /** An environment variable. */
    record Env(String setting, String name, UnaryOperator<@Nullable String> environment) implements SecretReference {
        @Override
        public SecretBytes read() {
            String value = environment.apply(name);
            if (value == null || value.isEmpty()) {
                throw new InvalidSettingException(setting, "names environment variable " + name + ", which is not set");
            }
            return SecretBytes.copyOf(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A file. */
    record File(String setting, Path path) implements SecretReference {
        @Override
        public SecretBytes read() {
            byte[] content = readFile();
            try {
                int length = withoutLineBreak(content);
                if (length == 0) {
                    throw new InvalidSettingException(setting, "names file " + path + ", which is empty");
                }
                return SecretBytes.copyOf(Arrays.copyOf(content, length));
            } finally {
                Arrays.fill(content, (byte) 0);
            }
        }

        /** Devices and pipes may have no end, or may never begin. */
        private byte[] readFile() {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new InvalidSettingException(setting, "names " + path + ", which is not a plain file");
            }
            // As large as may be, and one more, so that a file that is too large is told from one that fits.
            byte[] buffer = new byte[MAX_FILE_BYTES + 1];
            try (InputStream file = Files.newInputStream(path)) {
                int length = file.readNBytes(buffer, 0, buffer.length);
                if (length > MAX_FILE_BYTES) {
                    throw new InvalidSettingException(
                            setting, "names file " + path + ", which is larger than " + MAX_FILE_BYTES + " bytes");
                }
                return Arrays.copyOf(buffer, length);
            } catch (IOException e) {
                throw new InvalidSettingException(setting, "names file " + path + ", which cannot be read");
            } finally {
                Arrays.fill(buffer, (byte) 0);
            }
        }

        private static int withoutLineBreak(byte[] content) {
            int length = content.length;
            if (length > 0 && content[length - 1] == '\n') {
                length--;
            }
            if (length > 0 && content[length - 1] == '\r') {
                length--;
            }
            return length;
        }
    }
}
