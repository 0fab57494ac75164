package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.ProviderId;
import java.util.Optional;

/**
 * The wish for a new key.
 *
 * @param provider where; the default provider when empty
 * @param alias its name; its kid when empty
 */
public record GenerateKey(Optional<ProviderId> provider, Optional<KeyAlias> alias, KeyParameters parameters) {}
