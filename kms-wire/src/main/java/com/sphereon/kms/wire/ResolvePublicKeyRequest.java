package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schema {@code ResolvePublicKey}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResolvePublicKeyRequest(
        @Nullable KeyInfo keyInfo,
        @Nullable String identifierMethod,
        @Nullable List<String> trustedCerts,
        @Nullable Boolean verifyX509CertificateChain) {}
