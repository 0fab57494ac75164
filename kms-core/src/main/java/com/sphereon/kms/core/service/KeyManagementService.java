package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.SignatureVerifier;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key management service: what a tenant can ask for, by subject. Immutable and safe for use by many threads. It does
 * not own the providers and the database it was built with; whoever opened them closes them afterwards.
 */
public final class KeyManagementService {
    private final Providers providers;
    private final Keys keys;
    private final Signatures signatures;
    private final PublicKeys publicKeys;
    private final Recovery recovery;
    private final Persistence persistence;

    private KeyManagementService(Builder builder, Persistence persistence, SignatureVerifier verifier) {
        KeyReferenceStore store = persistence.keyReferences();
        KeyLookup lookup = new KeyLookup(store);
        KeySelector selector = new KeySelector(lookup);
        this.persistence = persistence;
        this.providers = new Providers(builder.providers, builder.defaultProvider);
        KeyDeletion deletion = new KeyDeletion(store, providers, builder.clock);
        this.keys = new Keys(
                store,
                lookup,
                providers,
                new KeyCreation(store, deletion, builder.clock),
                new KeyRegistration(store, providers, builder.clock),
                deletion);
        this.signatures = new Signatures(selector, store, providers, verifier);
        this.publicKeys = new PublicKeys(selector, builder.clock);
        this.recovery = new Recovery(store, deletion, builder.clock);
    }

    /** Starts to put a service together. */
    public static Builder builder() {
        return new Builder();
    }

    /** Create, find and delete keys. */
    public Keys keys() {
        return keys;
    }

    /** Sign and verify. */
    public Signatures signatures() {
        return signatures;
    }

    /** Resolve references to public keys. */
    public PublicKeys publicKeys() {
        return publicKeys;
    }

    /** The configured providers and what they can do. */
    public Providers providers() {
        return providers;
    }

    /** Finish what a crash interrupted. */
    public Recovery recovery() {
        return recovery;
    }

    /** The database, for its health. */
    public Persistence persistence() {
        return persistence;
    }

    /** Puts a service together. Not safe for use by several threads. */
    public static final class Builder {
        private final List<RegisteredProvider> providers = new ArrayList<>();
        private Optional<ProviderId> defaultProvider = Optional.empty();
        private Optional<Persistence> persistence = Optional.empty();
        private Optional<SignatureVerifier> verifier = Optional.empty();
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** Adds a provider. */
        public Builder provider(RegisteredProvider provider) {
            providers.add(provider);
            return this;
        }

        /** Adds the provider that serves whoever names none, with its id as display name. */
        public Builder defaultProvider(String id, String type, KeyProvider provider) {
            return provider(new RegisteredProvider(
                            new ProviderId(id), type, id, RegisteredProvider.Visibility.TENANTS, provider))
                    .defaultProvider(new ProviderId(id));
        }

        /** Names the provider that serves whoever names none. */
        public Builder defaultProvider(ProviderId id) {
            defaultProvider = Optional.of(id);
            return this;
        }

        /** Sets the database; required. */
        public Builder persistence(Persistence newPersistence) {
            persistence = Optional.of(newPersistence);
            return this;
        }

        /** Sets what verifies signatures; required. */
        public Builder verifier(SignatureVerifier newVerifier) {
            verifier = Optional.of(newVerifier);
            return this;
        }

        /** Sets the clock; the system's when never called. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /** @throws IllegalStateException when something required was not set */
        public KeyManagementService build() {
            return new KeyManagementService(
                    this,
                    persistence.orElseThrow(() -> new IllegalStateException("persistence is not set")),
                    verifier.orElseThrow(() -> new IllegalStateException("verifier is not set")));
        }
    }
}
