package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyReference;
import java.time.Duration;
import java.util.List;

/**
 * What verifiers are told.
 *
 * @param versions with public keys, those that sign first
 * @param maxAge for how long this may be relied on without looking again: a key that is to sign after that time is in here,
 *     or will be before it signs
 */
public record PublishedKeys(List<KeyReference> versions, Duration maxAge) {}
