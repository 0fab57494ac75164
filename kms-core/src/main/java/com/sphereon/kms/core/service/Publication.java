package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells verifiers with which keys a tenant signs. Safe for use by many threads. */
public final class Publication {
    /** How long verifiers may remember keys that rotate by no policy. */
    public static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(5);

    /** How long verifiers may remember at most, so that a key that is compromised is forgotten. */
    public static final Duration LONGEST_MAX_AGE = Duration.ofHours(1);

    private static final Comparator<KeyReference> SIGNING_FIRST = Comparator.comparingInt(Publication::rank)
            .thenComparing(version -> version.name().alias().value())
            .thenComparing(Comparator.comparingInt(
                            (KeyReference version) -> version.name().version())
                    .reversed());

    private final Persistence persistence;
    private final KeyReferenceStore store;
    private final KeyLookup lookup;
    private final Clock clock;

    Publication(Persistence persistence, KeyLookup lookup, Clock clock) {
        this.persistence = persistence;
        this.store = persistence.keyReferences();
        this.lookup = lookup;
        this.clock = clock;
    }

    /** Which versions verifiers want to know. */
    public enum Scope {
        /** Those that sign, those that will next, and those before as long as they overlap. */
        CURRENT,
        /** All that ever signed, without those that are compromised. */
        ALL
    }

    /** The public signing keys of a tenant. */
    public PublishedKeys ofTenant(Caller caller, Scope scope) {
        List<KeyReference> versions = scope == Scope.CURRENT
                ? store.listPublished(caller.tenant(), clock.instant())
                : store.list(caller.tenant(), Optional.empty());
        return published(
                caller.tenant(),
                versions.stream()
                        .filter(version -> lookup.reaches(caller, version.name().alias())),
                scope,
                alias -> true);
    }

    /**
     * The public versions of one key.
     *
     * @throws NotFoundException when this tenant has no such key
     */
    public PublishedKeys ofKey(Caller caller, String aliasOrKid, Scope scope) {
        Key key = lookup.requireKey(caller, aliasOrKid);
        return published(caller.tenant(), key.versions().stream(), scope, alias -> alias.equals(key.alias()));
    }

    /** Whether verifiers are told of a version now. */
    public boolean isPublished(KeyReference version) {
        return isPublic(version) && isShown(version, Scope.CURRENT);
    }

    private static boolean isPublic(KeyReference version) {
        return version.isLive()
                && version.parameters().usage().use() == KeyUse.SIG
                && version.existing().publicKey().isPresent();
    }

    private PublishedKeys published(
            TenantId tenant, Stream<KeyReference> versions, Scope scope, Predicate<KeyAlias> concerned) {
        List<KeyReference> shown = versions.filter(Publication::isPublic)
                .filter(version -> isShown(version, scope))
                .sorted(SIGNING_FIRST)
                .toList();
        return new PublishedKeys(shown, maxAge(tenant, concerned));
    }

    private boolean isShown(KeyReference version, Scope scope) {
        return version.lifecycle().isPublished(clock.instant())
                || scope == Scope.ALL && !version.lifecycle().isCompromised();
    }

    /** Half of the time a key is published before it signs, so that whoever looks again in time has seen it by then. */
    private Duration maxAge(TenantId tenant, Predicate<KeyAlias> concerned) {
        Stream<Duration> policies = persistence.rotationPolicies().list(tenant).stream()
                .filter(policy -> concerned.test(policy.alias()))
                .map(policy -> policy.schedule().publishBefore());
        Stream<Duration> rotations = persistence.rotations().listUnfinished(tenant).stream()
                .filter(rotation -> concerned.test(rotation.alias()))
                .map(rotation -> rotation.plan().publishBefore());
        return Stream.concat(policies, rotations)
                .map(publishBefore -> publishBefore.dividedBy(2))
                .min(Comparator.naturalOrder())
                .map(half -> half.compareTo(LONGEST_MAX_AGE) > 0 ? LONGEST_MAX_AGE : half)
                .orElse(DEFAULT_MAX_AGE);
    }

    private static int rank(KeyReference version) {
        return switch (version.state()) {
            case ACTIVE -> 0;
            case SUSPENDED -> 1;
            case PRE_ACTIVE -> 2;
            case DEACTIVATED, COMPROMISED, DESTROYED -> 3;
        };
    }
}
