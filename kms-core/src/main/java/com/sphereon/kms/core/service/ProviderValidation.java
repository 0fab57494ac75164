package com.sphereon.kms.core.service;

import java.util.List;

/**
 * What works of a provider, and what does not.
 *
 * @param checks in the order in which they were made
 */
public record ProviderValidation(List<Check> checks) {

    /**
     * One thing that was looked at.
     *
     * @param detail a sentence for operators, without secrets
     */
    public record Check(String name, boolean passed, String detail) {}

    /** Keeps its own list. */
    public ProviderValidation {
        checks = List.copyOf(checks);
    }

    /** Whether everything works. */
    public boolean isValid() {
        return checks.stream().allMatch(Check::passed);
    }
}
