package com.sphereon.kms.provider.software;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Signs with one key and one engine.
 *
 * <p>One JCA signature is kept between calls, since making one can cost half as much as signing does (Ed25519 under
 * Corretto converts the key each time). Whoever finds it taken makes another, so no thread waits for one.
 */
final class Signer {
    private final SignatureEngine engine;
    private final TranslatedKeys keys;
    private final AtomicReference<@Nullable Signature> idle = new AtomicReference<>();

    Signer(SignatureEngine engine, TranslatedKeys keys) {
        this.engine = engine;
        this.keys = keys;
    }

    byte[] sign(byte[] input) throws GeneralSecurityException {
        Signature signature = idle.getAndSet(null);
        if (signature == null) {
            signature = engine.signing(keys.at(engine.provider()));
        }
        byte[] signed = engine.sign(signature, input);
        // not reached after a failure: what is left of that signature's state is unknown
        idle.setRelease(signature);
        return signed;
    }
}
