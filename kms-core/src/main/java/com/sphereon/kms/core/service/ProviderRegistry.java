package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.OpenedProvider.Made;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.ProviderRegistryStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * All providers: those that are there from the start, and those that are registered, changed and removed while calls are in
 * flight. Whoever uses providers reads an immutable snapshot and never the database; the snapshot is brought up to date by
 * {@link #poll}, by a change this process makes, and when something is asked for that is not in it. Safe for use by many
 * threads.
 */
public final class ProviderRegistry implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ProviderRegistry.class.getName());

    /** Of a snapshot that was never compared with what is stored. */
    private static final long NEVER_READ = -1;

    /** The least time until the next look for what is not in the snapshot, after one that found nothing new. */
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final ProviderTypes types;
    private final ProviderRegistryStore store;
    private final Clock clock;

    /** Held by whoever changes the snapshot. */
    private final ReentrantLock lock = new ReentrantLock();

    private final List<KnownProvider> fixed = new ArrayList<>();
    private final List<OpenedProvider> declared = new ArrayList<>();
    private final Map<UUID, OpenedProvider> opened = new HashMap<>();
    private volatile ProviderSnapshot snapshot = new ProviderSnapshot(NEVER_READ, List.of());
    private volatile Optional<KmsException> unreadable = Optional.empty();
    private volatile long lookedNanos = System.nanoTime() - LOOK_INTERVAL.toNanos();

    /** An empty registry, which has read nothing yet. */
    public ProviderRegistry(ProviderTypes types, ProviderRegistryStore store, Clock clock) {
        this.types = types;
        this.store = store;
        this.clock = clock;
    }

    /** Adds a provider that somebody else made and closes. */
    public void add(RegisteredProvider given) {
        locked(() -> addFixed(KnownProvider.given(given)));
    }

    /**
     * Adds a provider that is declared by whoever starts the service, and makes it.
     *
     * @throws InvalidSettingException when a setting is not as it should be
     */
    public void declare(ProviderDefinition definition) {
        locked(() -> {
            OpenedProvider provider =
                    new OpenedProvider(types, OpenedProvider.make(types, definition), clock.instant());
            declared.add(provider);
            addFixed(KnownProvider.of(definition, Optional.empty(), provider));
        });
    }

    private void addFixed(KnownProvider provider) {
        fixed.add(provider);
        List<KnownProvider> all = new ArrayList<>(fixed);
        snapshot.all().stream()
                .filter(known -> known.registration().isPresent())
                .forEach(all::add);
        snapshot = new ProviderSnapshot(NEVER_READ, all);
    }

    /** The types there are. */
    public ProviderTypes types() {
        return types;
    }

    /** The ids that are declared and were registered as well, by whoever: they must not be both. */
    public Set<ProviderId> doublyNamed() {
        return store.list().stream()
                .map(ProviderRegistration::definition)
                .filter(this::isDeclared)
                .map(ProviderDefinition::id)
                .collect(Collectors.toSet());
    }

    private boolean isDeclared(ProviderDefinition definition) {
        return fixed.stream().anyMatch(known -> known.definition().sharesNameWith(definition));
    }

    /** The ids by which some tenant sees a provider. */
    public Set<ProviderId> usable() {
        return snapshot.all().stream()
                .filter(known -> known.definition().enabled() && !known.isHidden())
                .map(known -> known.definition().id())
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(ProviderId::value))));
    }

    ProviderSnapshot now() {
        return snapshot;
    }

    ProviderRegistryStore store() {
        return store;
    }

    Clock clock() {
        return clock;
    }

    /**
     * Reads what is registered, before anybody is served. What cannot be made is there all the same, and says so.
     *
     * @throws UnavailableException when the database cannot be reached
     */
    public void open() {
        current();
    }

    /**
     * Reads what is stored, if it was changed.
     *
     * @throws UnavailableException when the database cannot be reached
     */
    ProviderSnapshot current() {
        locked(() -> catchUp(Map.of()));
        return snapshot;
    }

    /**
     * The same for what is not in the snapshot, which may have been registered by another replica just now; not so often
     * that whoever asks for what does not exist could keep the database busy.
     */
    ProviderSnapshot lookAgain() {
        if (isLookDue()) {
            locked(() -> {
                if (isLookDue()) {
                    long now = System.nanoTime();
                    ProviderSnapshot before = snapshot;
                    lookedNanos = now;
                    catchUp(Map.of());
                    lookedNanos = snapshot == before ? now : now - LOOK_INTERVAL.toNanos();
                }
            });
        }
        unreadable.ifPresent(failure -> {
            throw new UnavailableException("The provider registry cannot be read now", RETRY_AFTER, failure);
        });
        return snapshot;
    }

    private boolean isLookDue() {
        return System.nanoTime() - lookedNanos >= LOOK_INTERVAL.toNanos();
    }

    /**
     * Brings the snapshot up to date, and makes anew what has other secrets now or could not be made before. For whoever
     * keeps house, every half second; does not throw when the database cannot be reached.
     */
    public void poll() {
        boolean readBefore = unreadable.isEmpty();
        try {
            current();
            if (!readBefore) {
                LOG.log(Level.INFO, "the provider registry can be read again");
            }
        } catch (KmsException e) {
            if (readBefore) {
                LOG.log(
                        Level.WARNING,
                        "the provider registry cannot be read; what is known goes on serving: {0}",
                        e.getMessage());
            }
        }
        locked(() -> {
            declared.forEach(provider -> provider.renew(clock.instant()));
            opened.values().forEach(provider -> provider.renew(clock.instant()));
        });
    }

    /** Whether what other replicas change is seen here. */
    Health health() {
        return unreadable.isEmpty()
                ? new Health.Up()
                : new Health.Down("cannot be read; changes that others make are not seen here");
    }

    /**
     * Writes a registration, and has it in force here when this returns.
     *
     * @param written what is stored then; empty when it is gone
     * @throws InvalidSettingException when no provider can be made of it; nothing is written then
     */
    void write(Optional<ProviderRegistration> written, Runnable writing) {
        locked(() -> {
            Map<UUID, Made> candidates = new HashMap<>();
            written.filter(this::needsInstance).ifPresent(row -> candidates.put(row.id(), candidate(row)));
            try {
                writing.run();
                catchUp(candidates);
            } finally {
                candidates.values().forEach(Made::close);
            }
        });
    }

    private boolean needsInstance(ProviderRegistration row) {
        return Optional.ofNullable(opened.get(row.id()))
                .filter(provider -> provider.definition().opensLike(row.definition()))
                .isEmpty();
    }

    /** One that is disabled could be made all the same; but one that is broken can be disabled as it is. */
    private Made candidate(ProviderRegistration row) {
        boolean asBefore = Optional.ofNullable(opened.get(row.id()))
                .filter(provider ->
                        provider.definition().settings().equals(row.definition().settings()))
                .isPresent();
        if (!row.definition().enabled() && !asBefore) {
            types.make(row.definition()).close();
        }
        return OpenedProvider.make(types, row.definition());
    }

    /** @param candidates instances made already, by registration; those that are taken over are removed */
    private void catchUp(Map<UUID, Made> candidates) {
        try {
            long changes = store.changes();
            if (changes != snapshot.changes()) {
                load(changes, store.list(), candidates);
            }
            unreadable = Optional.empty();
        } catch (KmsException e) {
            unreadable = Optional.of(e);
            throw e;
        }
    }

    private void load(long changes, List<ProviderRegistration> rows, Map<UUID, Made> candidates) {
        List<KnownProvider> all = new ArrayList<>(fixed);
        Map<UUID, OpenedProvider> gone = new HashMap<>(opened);
        for (ProviderRegistration row : rows) {
            if (isDeclared(row.definition())) {
                LOG.log(
                        Level.WARNING,
                        "provider {0} is registered, but declared as well; the declared one serves",
                        row.definition().id());
                continue;
            }
            gone.remove(row.id());
            all.add(KnownProvider.of(row.definition(), Optional.of(row), opened(row, candidates)));
        }
        snapshot = new ProviderSnapshot(changes, all);
        gone.forEach((id, provider) -> {
            provider.remove();
            opened.remove(id);
        });
    }

    private OpenedProvider opened(ProviderRegistration row, Map<UUID, Made> candidates) {
        OpenedProvider known = opened.get(row.id());
        if (known != null && known.definition().opensLike(row.definition())) {
            known.rename(row.definition());
            return known;
        }
        Made made = candidate(row, candidates).orElseGet(() -> OpenedProvider.makeOrSayWhy(types, row.definition()));
        if (known != null) {
            known.use(made, clock.instant());
            return known;
        }
        OpenedProvider first = new OpenedProvider(types, made, clock.instant());
        opened.put(row.id(), first);
        return first;
    }

    /** Another replica may have changed the registration once more meanwhile. */
    private static Optional<Made> candidate(ProviderRegistration row, Map<UUID, Made> candidates) {
        Optional<Made> made = Optional.ofNullable(candidates.get(row.id()))
                .filter(candidate -> candidate.definition().opensLike(row.definition()));
        made.ifPresent(taken -> candidates.remove(row.id()));
        return made;
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the providers this registry made, each when its last call has ended. */
    @Override
    public void close() {
        locked(() -> {
            declared.forEach(OpenedProvider::close);
            opened.values().forEach(OpenedProvider::close);
            declared.clear();
            opened.clear();
        });
    }
}
