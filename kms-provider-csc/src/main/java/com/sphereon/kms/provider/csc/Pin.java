package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.provider.remote.CredentialSource;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The PIN that authorizes credentials. One that a credential refused is not sent to it again: services lock a credential after
 * a few wrong ones. Safe for use by many threads.
 */
final class Pin implements AutoCloseable {
    private final CredentialSource source;
    private final Map<String, SecretBytes> refused = new ConcurrentHashMap<>();

    /** @param source stays the caller's to close */
    Pin(CredentialSource source) {
        this.source = source;
    }

    /**
     * The PIN to send for a credential; the caller closes it.
     *
     * @throws RemoteFailure when it was refused already
     */
    SecretBytes of(String credentialId) {
        SecretBytes pin = source.read();
        SecretBytes wrong = refused.get(credentialId);
        if (wrong != null && pin.equals(wrong)) {
            pin.close();
            throw RemoteFailure.of(
                    Kind.DENIED, "the backend refused the PIN before, and it is not sent again until it is replaced");
        }
        return pin;
    }

    /** What to throw when a credential refused that PIN. */
    RemoteFailure refusedBy(String credentialId, SecretBytes pin) {
        refused.put(credentialId, pin.expose(SecretBytes::copyOf));
        RemoteFailure failure = RemoteFailure.of(Kind.DENIED, "the backend refused the PIN");
        return source.renew(pin) ? failure.renewed() : failure;
    }

    /** Wipes what it remembers. */
    @Override
    public void close() {
        refused.values().forEach(SecretBytes::close);
        refused.clear();
    }
}
