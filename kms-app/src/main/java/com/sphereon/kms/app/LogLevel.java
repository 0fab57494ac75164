package com.sphereon.kms.app;

/** How much is logged by commands whose output is for people. */
final class LogLevel {
    private static final String NAME = "KMS_LOG_LEVEL";

    private LogLevel() {}

    /** Only errors, unless the environment says otherwise. Read when the first logger is made, so to be called before. */
    static void errorsOnly() {
        if (System.getenv(NAME) == null) {
            System.setProperty(NAME, "ERROR");
        }
    }
}
