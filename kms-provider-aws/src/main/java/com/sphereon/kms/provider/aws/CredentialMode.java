package com.sphereon.kms.provider.aws;

/** Where credentials come from. */
enum CredentialMode {
    /** From wherever the AWS SDK finds some first: environment, profile, container, instance. */
    DEFAULT_CHAIN,
    /** From files or environment variables that the settings name. */
    ACCESS_KEY,
    /** From a profile in the files the AWS tools share. */
    PROFILE,
    /** From the container's endpoint (ECS, EKS pod identity). */
    CONTAINER,
    /** From the instance's metadata (EC2). */
    INSTANCE,
    /** From STS, for a role, with the access key in the settings or else the default chain. */
    ASSUME_ROLE,
    /** From STS, for a role, with a token in a file (EKS service accounts). */
    WEB_IDENTITY
}
