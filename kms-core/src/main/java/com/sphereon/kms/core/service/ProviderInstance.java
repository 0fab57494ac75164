package com.sphereon.kms.core.service;

import com.sphereon.kms.core.spi.KeyProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider and the calls that are in it. Once it is retired no further call gets in, and when the last one is out it is
 * closed. One number tells both, so that neither needs a lock. Safe for use by many threads.
 */
final class ProviderInstance {
    private static final Logger LOG = System.getLogger(ProviderInstance.class.getName());

    /** The sign bit; the other bits count the calls. */
    private static final int RETIRED = Integer.MIN_VALUE;

    private final KeyProvider provider;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes the provider over. */
    ProviderInstance(KeyProvider provider) {
        this.provider = provider;
    }

    KeyProvider provider() {
        return provider;
    }

    /** Whether a call may go in; it must {@link #leave} then. */
    boolean enter() {
        if (calls.incrementAndGet() < 0) {
            leave();
            return false;
        }
        return true;
    }

    void leave() {
        if (calls.decrementAndGet() == RETIRED) {
            close();
        }
    }

    /** Lets no further call in. May be repeated. */
    void retire() {
        if (calls.getAndUpdate(before -> before | RETIRED) == 0) {
            close();
        }
    }

    private void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            provider.close();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "a provider did not close in order: {0}",
                    e.getClass().getName());
        }
    }
}
