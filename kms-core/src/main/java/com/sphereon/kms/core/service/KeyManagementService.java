package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.Checkpoint;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.spi.AuditFollower;
import com.sphereon.kms.core.spi.CheckpointWitness;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.SignatureVerifier;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key management service: what a tenant can ask for, by subject. Immutable and safe for use by many threads. It does
 * not own the providers and the database it was built with; whoever opened them closes them afterwards.
 */
public final class KeyManagementService {
    private final Persistence persistence;
    private final Providers providers;
    private final Keys keys;
    private final KeyStates states;
    private final Rotations rotations;
    private final RotationPolicies rotationPolicies;
    private final Publication publication;
    private final Signatures signatures;
    private final Encryption encryption;
    private final PublicKeys publicKeys;
    private final SigningKeys signingKeys;
    private final ProviderIntegrations providerIntegrations;
    private final ProviderAdministration providerAdministration;
    private final Idempotency idempotency;
    private final Recovery recovery;
    private final DueWork dueWork;
    private final Checkpoints checkpoints;
    private final AuditLogs auditLogs;
    private final LogMonitor logMonitor;

    private KeyManagementService(Builder builder, Persistence persistence, SignatureVerifier verifier) {
        Clock clock = builder.clock;
        KeyReferenceStore store = persistence.keyReferences();
        this.persistence = persistence;
        ProviderRegistry registry = builder.registry();
        this.providers = new Providers(registry, builder.defaultProvider);
        AuditTrail trail = new AuditTrail(persistence.auditLog(), builder.auditFollowers, clock);
        Duties duties = new Duties(persistence.tenantConfiguration());
        DutyGuard guard = new DutyGuard(duties, persistence.providerIntegrations());
        ProviderChoice choice = new ProviderChoice(providers, persistence.providerIntegrations());
        KeyDeletion deletion = new KeyDeletion(store, providers, clock);
        KeyCreation creation = new KeyCreation(store, deletion, providers, clock);
        KeyRegistration registration = new KeyRegistration(store, providers, clock);
        KeyLookup lookup = new KeyLookup(store, duties, new Provisioning(store, duties, choice, creation, trail));
        KeySelector selector = new KeySelector(lookup);
        RotationPlanner planner = new RotationPlanner(duties, choice, providers, registration);
        RotationSteps steps = new RotationSteps(
                persistence.rotations(),
                store,
                new SuccessorCreation(
                        persistence.rotations(), store, providers, creation, registration, deletion, clock),
                new SuccessorActivation(store, clock),
                trail);
        Destruction destruction = new Destruction(store, providers, trail);
        KeyRemoval removal = new KeyRemoval(persistence, lookup, guard, deletion);
        this.keys =
                new Keys(store, lookup, choice, providers, new Keys.KeyMaking(creation, registration, removal), trail);
        this.states = new KeyStates(
                new KeyStates.Parts(store, lookup, guard, steps, destruction, trail, clock),
                persistence.rotations(),
                persistence.rotationPolicies(),
                builder.destructionWindow);
        this.rotations = new Rotations(persistence, lookup, duties, planner, steps, trail);
        this.rotationPolicies = new RotationPolicies(persistence.rotationPolicies(), lookup, planner, trail);
        this.publication = new Publication(persistence, lookup, clock);
        ProviderSignatures providerSignatures = new ProviderSignatures(providers, verifier);
        KeyRecheck recheck = new KeyRecheck(store, duties);
        this.signatures = new Signatures(
                new Signing(selector, store, providerSignatures),
                new Verifying(selector, store, providerSignatures, verifier),
                recheck,
                trail);
        this.publicKeys = new PublicKeys(selector, clock);
        this.encryption = new Encryption(
                new KeyUses(selector, store, recheck, new ProviderCiphers(providers)), publicKeys, trail);
        this.signingKeys = new SigningKeys(persistence.tenantConfiguration(), store, duties, trail);
        this.providerIntegrations = new ProviderIntegrations(persistence.providerIntegrations(), providers, trail);
        this.providerAdministration = new ProviderAdministration(registry, providers, store, trail);
        this.idempotency = new Idempotency(persistence.idempotency(), clock);
        this.recovery = new Recovery(store, deletion, trail);
        this.dueWork = new DueWork(persistence, rotations, steps, destruction, clock);
        WatchedLogs logs = new WatchedLogs(
                persistence.auditLog(),
                new KnownHeads(persistence, trail, builder.checkpointWitness, new CheckpointCheck(store, verifier)));
        CheckpointSigner signer = new CheckpointSigner(trail, signatures, logs, builder.auditOrigin);
        this.checkpoints = new Checkpoints(logs, trail, signer, builder.checkpointSchedule);
        this.auditLogs = new AuditLogs(logs, trail, checkpoints, signer);
        this.logMonitor = new LogMonitor(logs, trail);
    }

    /** Starts to put a service together. */
    public static Builder builder() {
        return new Builder();
    }

    /** Create, find and delete keys. */
    public Keys keys() {
        return keys;
    }

    /** Suspend, resume, deactivate, compromise and destroy key versions. */
    public KeyStates states() {
        return states;
    }

    /** Replace key versions by new ones. */
    public Rotations rotations() {
        return rotations;
    }

    /** Let keys rotate by themselves. */
    public RotationPolicies rotationPolicies() {
        return rotationPolicies;
    }

    /** Tell verifiers which keys sign. */
    public Publication publication() {
        return publication;
    }

    /** Decide which keys serve which duties. */
    public SigningKeys signingKeys() {
        return signingKeys;
    }

    /** Decide where keys of duties are made. */
    public ProviderIntegrations providerIntegrations() {
        return providerIntegrations;
    }

    /** Register, change and remove providers. */
    public ProviderAdministration providerAdministration() {
        return providerAdministration;
    }

    /** Do requests once that may be repeated. */
    public Idempotency idempotency() {
        return idempotency;
    }

    /** Sign and verify. */
    public Signatures signatures() {
        return signatures;
    }

    /** Encrypt content, wrap keys and agree upon secrets. */
    public Encryption encryption() {
        return encryption;
    }

    /** Resolve references to public keys. */
    public PublicKeys publicKeys() {
        return publicKeys;
    }

    /** The providers and what they can do. */
    public Providers providers() {
        return providers;
    }

    /** Finish what a crash interrupted. */
    public Recovery recovery() {
        return recovery;
    }

    /** Do what has become due. */
    public DueWork dueWork() {
        return dueWork;
    }

    /** Sign the state of the audit logs. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Read and prove what was done. */
    public AuditLogs auditLogs() {
        return auditLogs;
    }

    /** Find what was changed in the audit logs. */
    public LogMonitor logMonitor() {
        return logMonitor;
    }

    /** The database, for its health. */
    public Persistence persistence() {
        return persistence;
    }

    /** Puts a service together. Not safe for use by several threads. */
    public static final class Builder {
        private final List<RegisteredProvider> providers = new ArrayList<>();
        private Optional<ProviderRegistry> registry = Optional.empty();
        private Optional<ProviderId> defaultProvider = Optional.empty();
        private Optional<Persistence> persistence = Optional.empty();
        private Optional<SignatureVerifier> verifier = Optional.empty();
        private Clock clock = Clock.systemUTC();
        private DestructionWindow destructionWindow = DestructionWindow.DEFAULT;
        private final List<AuditFollower> auditFollowers = new ArrayList<>();
        private CheckpointWitness checkpointWitness = CheckpointWitness.NONE;
        private CheckpointSchedule checkpointSchedule = CheckpointSchedule.DEFAULT;
        private String auditOrigin = "kms.localhost";

        private Builder() {}

        /**
         * Sets where all providers are, instead of adding them one by one. It stays the caller's to close. Without it providers
         * cannot be registered at run time.
         */
        public Builder providers(ProviderRegistry newRegistry) {
            registry = Optional.of(newRegistry);
            return this;
        }

        private ProviderRegistry registry() {
            ProviderRegistry all = registry.orElseGet(() -> new ProviderRegistry(
                    new ProviderTypes(List.of(), Path.of("")), new InMemoryPlatform().providerRegistry(), clock));
            providers.forEach(all::add);
            return all;
        }

        /** Adds a provider. */
        public Builder provider(RegisteredProvider provider) {
            providers.add(provider);
            return this;
        }

        /** Adds the provider that serves whoever names none, with its id as display name. */
        public Builder defaultProvider(String id, String type, KeyProvider provider) {
            return provider(new RegisteredProvider(
                            new ProviderId(id), type, id, ProviderVisibility.tenants(), provider))
                    .defaultProvider(new ProviderId(id));
        }

        /** Names the provider that serves whoever names none. */
        public Builder defaultProvider(ProviderId id) {
            defaultProvider = Optional.of(id);
            return this;
        }

        /** Sets the database; required. One that is not {@link Persistence#shared} is for one service at a time. */
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

        /** Sets for how long a destruction can be taken back; seven days when never called. */
        public Builder destructionWindow(DestructionWindow newWindow) {
            destructionWindow = newWindow;
            return this;
        }

        /** Adds somebody who is told of what was recorded. */
        public Builder auditFollower(AuditFollower follower) {
            auditFollowers.add(follower);
            return this;
        }

        /** Sets what remembers checkpoints outside of the database; nothing does when never called. */
        public Builder checkpointWitness(CheckpointWitness newWitness) {
            checkpointWitness = newWitness;
            return this;
        }

        /** Sets how often checkpoints are made. */
        public Builder checkpointSchedule(CheckpointSchedule newSchedule) {
            checkpointSchedule = newSchedule;
            return this;
        }

        /**
         * Sets the name of this deployment in checkpoints; a tenant's log is named by it, a slash and the tenant.
         *
         * @throws IllegalArgumentException when it is not visible ASCII without plus
         */
        public Builder auditOrigin(String newOrigin) {
            if (!Checkpoint.isOrigin(newOrigin)) {
                throw new IllegalArgumentException("the origin of audit logs is visible ASCII without plus");
            }
            auditOrigin = newOrigin;
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
