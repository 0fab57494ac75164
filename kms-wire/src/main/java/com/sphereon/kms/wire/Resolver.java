package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schemas {@code Resolver} and {@code KeyResolver}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resolver(String resolverId, List<String> supportedIdentifierMethods, List<String> supportedKeyTypes) {}
