package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.InvalidRequestException;
import java.time.Duration;
import java.util.Optional;

/**
 * For how long a destruction can be taken back.
 *
 * @param usual when nobody says otherwise, from {@link #MIN} to {@link #MAX}
 */
public record DestructionWindow(Duration usual) {
    /** Shortest window. */
    public static final Duration MIN = Duration.ofDays(7);

    /** Longest window. */
    public static final Duration MAX = Duration.ofDays(30);

    /** Seven days. */
    public static final DestructionWindow DEFAULT = new DestructionWindow(MIN);

    /** @throws InvalidRequestException when it is out of range */
    public DestructionWindow {
        requireRange(usual);
    }

    Duration of(Optional<Duration> wanted) {
        wanted.ifPresent(DestructionWindow::requireRange);
        return wanted.orElse(usual);
    }

    private static void requireRange(Duration window) {
        if (window.compareTo(MIN) < 0 || window.compareTo(MAX) > 0) {
            throw new InvalidRequestException(
                    "window %s is not allowed; allowed are P%dD to P%dD".formatted(window, MIN.toDays(), MAX.toDays()));
        }
    }
}
