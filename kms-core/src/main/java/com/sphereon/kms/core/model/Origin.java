package com.sphereon.kms.core.model;

/** Where a key comes from and who therefore decides over its existence. */
public enum Origin {
    /** Generated or imported through this service, which also deletes it. */
    MANAGED,
    /** Existed at the provider before it was registered; deleting here removes the reference only. */
    EXTERNAL
}
