package com.sphereon.kms.core.spi;

/** A setting nothing can be made with; one of the configuration stops the start. Never holds the value, which might be a secret. */
public final class InvalidSettingException extends RuntimeException {
    private final String setting;
    private final String problem;

    /**
     * @param setting the name of the setting, relative to what was being configured
     * @param problem goes on after the name: "is required but not set"
     */
    public InvalidSettingException(String setting, String problem) {
        super(setting + " " + problem);
        this.setting = setting;
        this.problem = problem;
    }

    /** The name of the setting, relative to what was being configured. */
    public String setting() {
        return setting;
    }

    /** What is wrong, as the message goes on after the name. */
    public String problem() {
        return problem;
    }
}
