package com.sphereon.kms.core.model;

/** Where a provider keeps key material. The constants carry the names of the wire contract. */
public enum StorageType {
    /** Nowhere: it keeps no keys. */
    NONE,
    /** In memory, gone with the process. */
    EPHEMERAL,
    /** On disk or in a service, encrypted. */
    PERSISTENT,
    /** In hardware the material does not leave. */
    HARDWARE
}
