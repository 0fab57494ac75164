package com.sphereon.kms.provider.remote;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Stands for what a client of a backend threw: its class and where it was thrown, but none of its text. Causes are logged, and
 * the text of a parser or of a client library repeats what the backend answered, which may be a plaintext or a token. Only what
 * the JDK says of names, connections and certificates is kept.
 */
final class WordlessException extends Exception {
    private static final int MAX_CAUSES = 20;

    private WordlessException(Throwable thrown, @Nullable Throwable cause) {
        super(text(thrown), cause, false, true);
        setStackTrace(thrown.getStackTrace());
    }

    /** What may be kept of it. What has no text of others already stays as it is. */
    static @Nullable Throwable of(@Nullable Throwable thrown) {
        return of(thrown, MAX_CAUSES);
    }

    private static @Nullable Throwable of(@Nullable Throwable thrown, int causesLeft) {
        if (thrown == null || causesLeft == 0) {
            return null;
        }
        boolean ours = thrown instanceof RemoteFailure || thrown instanceof WordlessException;
        return ours ? thrown : new WordlessException(thrown, of(thrown.getCause(), causesLeft - 1));
    }

    private static String text(Throwable thrown) {
        String name = thrown.getClass().getName();
        return Optional.ofNullable(thrown.getMessage())
                .filter(message -> isOfNetwork(thrown))
                .map(message -> name + ": " + message)
                .orElse(name);
    }

    private static boolean isOfNetwork(Throwable thrown) {
        return thrown instanceof SocketException
                || thrown instanceof SocketTimeoutException
                || thrown instanceof UnknownHostException
                || thrown instanceof SSLException;
    }
}
