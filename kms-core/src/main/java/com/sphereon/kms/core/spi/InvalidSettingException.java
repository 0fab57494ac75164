package com.sphereon.kms.core.spi;

/** A setting that stops the start. Never holds the value, which might be a secret. */
public final class InvalidSettingException extends RuntimeException {
    private final String setting;

    /**
     * @param setting the name of the setting, relative to what was being configured
     * @param problem goes on after the name: "is required but not set"
     */
    public InvalidSettingException(String setting, String problem) {
        super(setting + " " + problem);
        this.setting = setting;
    }

    /** The name of the setting, relative to what was being configured. */
    public String setting() {
        return setting;
    }
}
