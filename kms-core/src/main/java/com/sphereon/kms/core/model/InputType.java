package com.sphereon.kms.core.model;

/** What the bytes to sign or verify are. Always said by the caller, never guessed from their length. */
public enum InputType {
    /** The message; whoever signs hashes it. */
    RAW,
    /** The digest of the message under the algorithm's own hash. */
    DIGEST
}
