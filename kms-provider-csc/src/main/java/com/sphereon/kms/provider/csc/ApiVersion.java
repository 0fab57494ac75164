package com.sphereon.kms.provider.csc;

/** Which version of the API is spoken. */
enum ApiVersion {
    /** What the service says it speaks, the newest first; with Digidentity, which does not say, v1. */
    AUTO,
    /** 1.0.4 and the other 1.x. */
    V1,
    /** 2.x. */
    V2
}
