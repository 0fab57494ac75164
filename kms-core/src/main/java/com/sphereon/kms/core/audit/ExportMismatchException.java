package com.sphereon.kms.core.audit;

import java.util.OptionalLong;

/** An export is not that of a log that was signed. The message says in one sentence what does not fit first, and how. */
public final class ExportMismatchException extends RuntimeException {
    private final OptionalLong event;

    /** @param message what could move a terminal's cursor or direction is masked: parts of it may be those of the export */
    ExportMismatchException(OptionalLong event, String message) {
        super(message.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?"));
        this.event = event;
    }

    /**
     * The index of the first event that does not fit. Empty when it is something else that does not, such as a checkpoint's
     * signature, or when it cannot be told which event it is, for which the message gives the reason.
     */
    public OptionalLong event() {
        return event;
    }
}
