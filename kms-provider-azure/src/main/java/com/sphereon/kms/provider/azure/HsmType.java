package com.sphereon.kms.provider.azure;

/** What holds the keys. */
enum HsmType {
    /** A vault, shared by customers of Azure. */
    KEYVAULT,
    /** A Managed HSM, one customer's: keys never leave its hardware, and there are symmetric ones. */
    MANAGED_HSM
}
