package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A provider the registry made, with what it was made of, so that it is made anew when that changes. Used by one thread at a
 * time; only {@link #provider()} is for all.
 */
final class OpenedProvider implements AutoCloseable {
    /** How long after a failure it is tried again, when nothing changes that might have been the reason. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private static final Logger LOG = System.getLogger(OpenedProvider.class.getName());

    private final ProviderTypes types;
    private final SwitchableProvider provider;
    private ProviderDefinition definition;
    private SecretFiles files;
    private boolean usable;
    private Optional<Instant> failed;

    /**
     * An instance that serves nobody yet.
     *
     * @param definition what it was made of
     * @param usable false when something stands in the place of an instance that could not be made
     */
    record Made(ProviderDefinition definition, KeyProvider provider, SecretFiles files, boolean usable)
            implements AutoCloseable {
        @Override
        public void close() {
            provider.close();
        }
    }

    /** Takes an instance into use. */
    OpenedProvider(ProviderTypes types, Made made, Instant now) {
        this.types = types;
        this.provider = new SwitchableProvider(made.provider);
        this.definition = made.definition;
        this.files = made.files;
        this.usable = made.usable;
        this.failed = made.usable ? Optional.empty() : Optional.of(now);
    }

    /**
     * Makes an instance; where the provider is disabled, something that refuses all calls.
     *
     * @throws InvalidSettingException when a setting is not as it should be
     */
    static Made make(ProviderTypes types, ProviderDefinition definition) {
        if (!definition.enabled()) {
            types.requireValid(definition);
            return new Made(definition, unusable(definition, "is disabled"), SecretFiles.NONE, true);
        }
        // Before the secrets are read: what changes meanwhile is seen next time.
        SecretFiles files = types.secretFiles(definition);
        return new Made(definition, types.make(definition), files, true);
    }

    /** The same, but what cannot be made is replaced by something that refuses all calls and says why. */
    static Made makeOrSayWhy(ProviderTypes types, ProviderDefinition definition) {
        try {
            return make(types, definition);
        } catch (InvalidSettingException | KmsException e) {
            return failed(types, definition, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            // A library that is missing, or wants too much memory, is no reason for the others to stop either.
            // Not its text: a library may quote in it what it was given.
            return failed(types, definition, "cannot be made: " + e.getClass().getName());
        }
    }

    private static Made failed(ProviderTypes types, ProviderDefinition definition, String reason) {
        LOG.log(Level.WARNING, "provider {0} cannot be used: {1}", definition.id(), reason);
        return new Made(definition, unusable(definition, reason), types.secretFiles(definition), false);
    }

    private static KeyProvider unusable(ProviderDefinition definition, String reason) {
        return new UnusableProvider(definition.id().value(), reason);
    }

    /** What others call; the same whatever becomes of the instances behind it. */
    KeyProvider provider() {
        return provider;
    }

    ProviderDefinition definition() {
        return definition;
    }

    /** Serves by this instance from now on, which is taken over. */
    void use(Made made, Instant now) {
        provider.switchTo(made.provider);
        definition = made.definition;
        files = made.files;
        if (made.usable && failed.isPresent()) {
            LOG.log(Level.INFO, "provider {0} can be used again", definition.id());
        }
        usable = made.usable;
        failed = made.usable ? Optional.empty() : Optional.of(now);
    }

    /** Serves as before, though something else was changed. */
    void rename(ProviderDefinition newDefinition) {
        definition = newDefinition;
    }

    /**
     * Makes the instance anew when a file with a secret was changed, or it is time to try again. One that works goes on
     * working as long as its successor does not: a file may have been seen half written.
     */
    void renew(Instant now) {
        if (!definition.enabled()) {
            return;
        }
        SecretFiles seen = files.now();
        boolean due = failed.filter(at -> !now.isBefore(at.plus(RETRY_AFTER))).isPresent();
        if (seen.equals(files) && !due) {
            return;
        }
        Made next = makeOrSayWhy(types, definition);
        if (next.usable || !usable) {
            use(next, now);
            return;
        }
        files = next.files;
        failed = Optional.of(now);
        LOG.log(Level.WARNING, "provider {0} goes on with the secrets it had", definition.id());
    }

    /** It is gone: calls are refused from now on. */
    void remove() {
        provider.switchTo(unusable(definition, "is not registered any more"));
    }

    @Override
    public void close() {
        provider.close();
    }
}
