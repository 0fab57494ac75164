package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Algorithm;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.spi.KeyCipher;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * One use of a key that is yet to be selected.
 *
 * @param run has the provider do it, and looks at what it answers
 * @param discard wipes a result that must not be handed out
 */
record CipherCall<R>(
        CipherOperation operation,
        Algorithm algorithm,
        BiFunction<KeyCipher, KeyReference, R> run,
        Consumer<R> discard) {}
