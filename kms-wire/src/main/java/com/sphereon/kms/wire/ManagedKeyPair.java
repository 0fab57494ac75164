package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schema {@code ManagedKeyPair}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManagedKeyPair(String providerId, String alias, CoseKeyPair cose, JoseKeyPair jose, String kid) {}
