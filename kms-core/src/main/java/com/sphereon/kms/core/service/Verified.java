package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyReference;
import java.util.Optional;

/**
 * What was found out about a signature.
 *
 * @param valid whether it is one of that key over that input
 * @param version the tenant's key version it was checked with, when it is one; a valid signature of a version that is
 *     compromised may be anybody's
 * @param auditIndex of the event in the tenant's audit log
 */
public record Verified(boolean valid, Optional<KeyReference> version, long auditIndex) {}
