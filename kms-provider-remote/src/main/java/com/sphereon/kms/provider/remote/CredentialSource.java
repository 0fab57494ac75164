package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A credential as it is now: one in a file is read again when it is used, once a second at most, so that a replaced file takes
 * effect without a restart. While it cannot be read, the last one that could be serves. Safe for use by many threads.
 */
public final class CredentialSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialSource.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final SecretReference reference;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private SecretBytes current;
    private long lookedNanos;

    CredentialSource(SecretReference reference, LongSupplier nanoTime) {
        this.reference = reference;
        this.nanoTime = nanoTime;
        this.current = reference.read();
        this.lookedNanos = nanoTime.getAsLong();
    }

    /**
     * Reads it for the first time.
     *
     * @throws InvalidSettingException when there is nothing
     */
    public static CredentialSource open(SecretReference reference) {
        return new CredentialSource(reference, System::nanoTime);
    }

    /** A copy, which the caller closes. */
    public SecretBytes read() {
        lock.lock();
        try {
            if (nanoTime.getAsLong() - lookedNanos >= LOOK_EVERY.toNanos()) {
                look();
            }
            return current.expose(SecretBytes::copyOf);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks at once, because a backend refused a credential.
     *
     * @param refused what it refused
     * @return whether there is another one now
     */
    public boolean renew(SecretBytes refused) {
        lock.lock();
        try {
            look();
            return !current.equals(refused);
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        lookedNanos = nanoTime.getAsLong();
        if (reference instanceof SecretReference.Env) {
            return; // a process' environment does not change
        }
        try {
            SecretBytes now = reference.read();
            if (now.equals(current)) {
                now.close();
                return;
            }
            current.close();
            current = now;
            LOG.info("a credential was replaced: {}", reference);
        } catch (InvalidSettingException e) {
            LOG.warn("the last credential read stays in use: {}", e.getMessage());
        }
    }

    /** Wipes it. */
    @Override
    public void close() {
        lock.lock();
        try {
            current.close();
        } finally {
            lock.unlock();
        }
    }
}
