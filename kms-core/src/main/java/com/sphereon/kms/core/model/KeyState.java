package com.sphereon.kms.core.model;

/** The state of a key version (SP 800-57 part 1 revision 5, section 7). */
public enum KeyState {
    /** Not yet in use: published perhaps, but it signs and verifies nothing. */
    PRE_ACTIVE(false, false),
    /** In use for everything its usage permits. */
    ACTIVE(true, true),
    /** Temporarily withdrawn: protects nothing new; what it protected can still be processed. */
    SUSPENDED(false, true),
    /** No longer protects anything new; what it protected can still be processed. */
    DEACTIVATED(false, true),
    /** Known or suspected to be in other hands. Processing what it protected is allowed with due suspicion. */
    COMPROMISED(false, true),
    /** The material is gone; only the record of it remains. A signature is still checked with the public key. */
    DESTROYED(false, true);

    private final boolean protects;
    private final boolean processes;

    KeyState(boolean protects, boolean processes) {
        this.protects = protects;
        this.processes = processes;
    }

    /** Whether a version in this state may protect something new: sign, encrypt, wrap. */
    public boolean mayProtect() {
        return protects;
    }

    /** Whether a version in this state may process what was protected before: verify, decrypt, unwrap. */
    public boolean mayProcess() {
        return processes;
    }
}
