package com.sphereon.kms.core.audit;

/**
 * A checkpoint that an auditor kept from earlier, to see that the log still begins with what it was then.
 *
 * @param name what to call it in messages
 */
public record KeptCheckpoint(String name, SignedNote note) {}
