package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import java.util.Optional;

/**
 * The wish to refer to a key that a provider holds already.
 *
 * @param alias the key's own name at the provider, kept unchanged
 * @param kid what the caller expects its identifier to be; checked when given
 */
public record RegisterKey(ProviderId provider, KeyAlias alias, Optional<Kid> kid) {}
