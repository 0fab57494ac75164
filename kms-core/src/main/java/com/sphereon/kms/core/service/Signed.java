package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.SignatureAlgorithm;

/**
 * A signature, what made it, and where that is recorded.
 *
 * @param signature ECDSA as r and s one after the other; not copied, since nobody else holds it
 * @param version the key version that signed
 * @param auditIndex of the event in the tenant's audit log
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Signed(byte[] signature, SignatureAlgorithm algorithm, KeyReference version, long auditIndex) {}
