package com.sphereon.kms.provider.csc;

/** Which service it is. */
enum Variant {
    /** Any that keeps to the standard. */
    CSC,
    /** Digidentity's CSC v1, whose tokens are had in exchange for others. */
    DIGIDENTITY,
    /** Digidentity's automatic signer, which does not speak CSC. */
    DIGIDENTITY_AUTO_SIGNER
}
