package com.sphereon.kms.provider.software;

/** Where keys are kept. */
enum KeyStoreType {
    /** In this process; gone when it ends. */
    MEMORY,
    /** One encrypted file per key version. */
    FILE
}
