package com.sphereon.kms.provider.csc;

/**
 * What it takes to sign with a credential (CSC section 8.2).
 *
 * @param needsPin whether it wants a PIN
 * @param bindsHashes whether an authorization is for certain hashes only: SCAL 2
 * @param maxHashes how many hashes can be signed at once; at least one
 */
record Activation(boolean needsPin, boolean bindsHashes, int maxHashes) {

    /** Nothing, and one hash at a time. */
    static final Activation NONE = new Activation(false, false, 1);

    Activation {
        if (maxHashes < 1) {
            throw ServiceAnswers.unexpected("multisign in the answer is %d".formatted(maxHashes));
        }
    }
}
