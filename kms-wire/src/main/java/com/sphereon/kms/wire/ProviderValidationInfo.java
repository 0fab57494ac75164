package com.sphereon.kms.wire;

import java.util.List;

/** Schema {@code ProviderValidation}. */
public record ProviderValidationInfo(boolean valid, List<Check> checks) {

    /** Schema {@code ProviderCheck}. */
    public record Check(String name, boolean passed, String detail) {}
}
