package com.sphereon.kms.wire;

/**
 * How a call says that another KMS passes it on for its own caller. One that says so is not passed on again, so that two
 * servers that front each other, or one that fronts itself, refuse instead of calling each other without end.
 */
public final class ForwardedCall {
    /** The header that is present then; its value names the provider the call was made to first, for logs. */
    public static final String HEADER = "X-KMS-Forwarded";

    /** The type of the providers that pass calls on to another KMS. */
    public static final String PROVIDER_TYPE = "rest";

    private ForwardedCall() {}
}
