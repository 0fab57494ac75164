package com.sphereon.kms.core.model;

/** What a key is used with. The constants carry the names of the wire contract. */
public sealed interface Algorithm
        permits SignatureAlgorithm, ContentEncryptionAlgorithm, KeyWrapAlgorithm, KeyAgreementAlgorithm {

    /** The name in the wire contract. */
    String name();

    /** The name in JOSE headers. */
    String joseName();

    /** Whether a key of that kind can be used with it. */
    boolean fits(KeySpec spec);
}
