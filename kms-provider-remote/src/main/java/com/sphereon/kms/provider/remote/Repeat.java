package com.sphereon.kms.provider.remote;

/** Whether a call may be made again when it is not known what the first one did. */
public enum Repeat {
    /** Yes: it reads or signs. */
    SAFE,
    /** No: it makes something. It is made again only when the failure proves that nothing was made. */
    ONCE
}
