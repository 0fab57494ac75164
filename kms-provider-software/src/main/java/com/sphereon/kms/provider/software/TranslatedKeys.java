package com.sphereon.kms.provider.software;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.DestroyFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One private key as the key objects of several providers. Each is made when it is first needed: most keys need one, and
 * Bouncy Castle takes many milliseconds for an RSA key.
 */
final class TranslatedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(TranslatedKeys.class);

    private final PrivateKey key;
    /** By name: a provider hashes as the whole table of what it offers. */
    private final Map<String, PrivateKey> translations = new HashMap<>();

    TranslatedKeys(PrivateKey key) {
        this.key = key;
    }

    /** The key as that provider's object. */
    synchronized PrivateKey at(Provider provider) throws GeneralSecurityException {
        PrivateKey translated = translations.get(provider.getName());
        if (translated == null) {
            translated = JcaKeys.translated(key, provider);
            translations.put(provider.getName(), translated);
        }
        return translated;
    }

    synchronized void wipe() {
        translations.values().forEach(TranslatedKeys::destroy);
        translations.clear();
        destroy(key);
    }

    private static void destroy(PrivateKey key) {
        try {
            if (!key.isDestroyed()) {
                key.destroy();
            }
        } catch (DestroyFailedException e) {
            // most key objects of the JDK and of Bouncy Castle cannot be wiped
            LOG.trace("a private key stays in memory until it is collected");
        }
    }
}
