package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyReference;

/**
 * What a key was used for besides signing, and where that is recorded.
 *
 * @param result not copied, since nobody else holds it; where it is secret, the caller closes it
 * @param version the key version that was used; what one that is compromised had protected may be known to others, and made
 *     by them
 * @param auditIndex of the event in the tenant's audit log
 */
public record KeyResult<R>(R result, KeyReference version, long auditIndex) {}
