package com.sphereon.kms.core.model;

/** Whether something we depend on works now. */
public sealed interface Health {

    /** It works. */
    record Up() implements Health {}

    /**
     * It does not.
     *
     * @param reason a sentence for operators, without secrets
     */
    record Down(String reason) implements Health {}
}
