package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.provider.remote.CredentialSource;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The PIN that authorizes credentials. Services lock a credential after a few wrong ones: so one that a credential refused is
 * not sent to it again, and as long as it has accepted none, one call at a time tries. Safe for use by many threads.
 */
final class Pin implements AutoCloseable {
    private final CredentialSource source;
    private final Map<String, SecretBytes> refused = new ConcurrentHashMap<>();
    private final Map<String, SecretBytes> accepted = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

    /** @param source stays the caller's to close */
    Pin(CredentialSource source) {
        this.source = source;
    }

    /** The PIN on its way to a credential, which says afterwards what it made of it. Closed by who sends it. */
    final class Attempt implements AutoCloseable {
        private final String credentialId;
        private final SecretBytes pin;
        private final boolean hasTurn;

        private Attempt(String credentialId, SecretBytes pin, boolean hasTurn) {
            this.credentialId = credentialId;
            this.pin = pin;
            this.hasTurn = hasTurn;
        }

        SecretBytes pin() {
            return pin;
        }

        void accepted() {
            if (hasTurn) {
                accepted.put(credentialId, pin.expose(SecretBytes::copyOf));
            }
        }

        /** What to throw. */
        RemoteFailure refused() {
            accepted.remove(credentialId);
            refused.put(credentialId, pin.expose(SecretBytes::copyOf));
            RemoteFailure failure = RemoteFailure.of(Kind.DENIED, "the backend refused the PIN");
            return source.renew(pin) ? failure.renewed() : failure;
        }

        @Override
        public void close() {
            pin.close();
            if (hasTurn) {
                turn(credentialId).release();
            }
        }
    }

    /**
     * The PIN to send for a credential, once it is this call's turn.
     *
     * @throws RemoteFailure when it was refused already, or the turn did not come in time
     */
    Attempt begin(String credentialId, Deadline deadline) {
        SecretBytes pin = unrefused(credentialId);
        if (isAmong(accepted, credentialId, pin)) {
            return new Attempt(credentialId, pin, false);
        }
        pin.close();
        awaitTurn(credentialId, deadline);
        try {
            return new Attempt(credentialId, unrefused(credentialId), true);
        } catch (RuntimeException e) {
            turn(credentialId).release();
            throw e;
        }
    }

    private SecretBytes unrefused(String credentialId) {
        SecretBytes pin = source.read();
        if (isAmong(refused, credentialId, pin)) {
            pin.close();
            throw RemoteFailure.of(
                    Kind.DENIED, "the backend refused the PIN before, and it is not sent again until it is replaced");
        }
        return pin;
    }

    private static boolean isAmong(Map<String, SecretBytes> remembered, String credentialId, SecretBytes pin) {
        SecretBytes other = remembered.get(credentialId);
        return other != null && pin.equals(other);
    }

    private Semaphore turn(String credentialId) {
        return turns.computeIfAbsent(credentialId, id -> new Semaphore(1, true));
    }

    private void awaitTurn(String credentialId, Deadline deadline) {
        boolean ours;
        try {
            ours = turn(credentialId).tryAcquire(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ours = false;
        }
        if (!ours) {
            throw RemoteFailure.of(Kind.UNAVAILABLE, "another call was still trying the PIN")
                    .undone();
        }
    }

    /** Wipes what it remembers. */
    @Override
    public void close() {
        for (Map<String, SecretBytes> remembered : List.of(refused, accepted)) {
            remembered.values().forEach(SecretBytes::close);
            remembered.clear();
        }
    }
}
