package com.sphereon.kms.core.model;

/** What a provider may be able to do. The constants carry the names of the wire contract. */
public enum ProviderOperation {
    IMPORT_KEY,
    EXPORT_KEY,
    GENERATE_KEY,
    DELETE_KEY,
    SIGN,
    VERIFY,
    SIGN_DIGEST,
    VERIFY_DIGEST,
    ENCRYPT,
    DECRYPT,
    WRAP_KEY,
    UNWRAP_KEY,
    KEY_AGREEMENT,
    ECDH_DERIVE_RAW_X,
    ECDH_DERIVE_KDF,
    EC_POINT_MULTIPLY,
    GENERATE_CERTIFICATE,
    IMPORT_CERTIFICATE,
    X509_CHAIN_VALIDATION,
    GENERATE_MAC,
    VERIFY_MAC,
    HARDWARE_BACKED,
    ATTESTATION,
    KEY_ATTESTATION,
    GET_CERTIFICATE,
    GET_CERTIFICATE_CHAIN,
    REGISTER_KEY_REFERENCE
}
