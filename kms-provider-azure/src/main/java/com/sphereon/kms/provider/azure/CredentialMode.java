package com.sphereon.kms.provider.azure;

/** How the vault learns who we are. */
enum CredentialMode {
    /** What the environment offers: its variables, else a workload identity, else a managed one. */
    DEFAULT_CHAIN,
    /** The identity Azure gave this machine. */
    MANAGED_IDENTITY,
    /** An application and its secret. */
    SERVICE_CLIENT_SECRET,
    /** An application and its certificate. */
    SERVICE_CLIENT_CERTIFICATE,
    /** A token of Kubernetes that Entra ID trusts. */
    WORKLOAD_IDENTITY
}
