package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code SigningKey}: which key serves a duty. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SigningKeyInfo(
        String service,
        String purpose,
        String alias,
        String source,
        boolean enabled,
        boolean provisioning,
        List<KeyVersion> versions) {}
