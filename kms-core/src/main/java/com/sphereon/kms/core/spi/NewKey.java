package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import java.util.UUID;

/**
 * A key that is to be made.
 *
 * @param reference id of the reference that waits for the key; unique for ever, so a good name for the material too
 */
public record NewKey(UUID reference, KeyName name, KeyParameters parameters) {}
