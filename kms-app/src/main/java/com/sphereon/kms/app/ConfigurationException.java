package com.sphereon.kms.app;

/** The configuration does not allow a start. The message names the setting and where it comes from, not its value. */
public final class ConfigurationException extends RuntimeException {

    ConfigurationException(String message) {
        super(message);
    }
}
