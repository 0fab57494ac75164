package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.spi.ProviderKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a plan of a wish to rotate a key, and refuses what could not be done. Changes nothing. */
final class RotationPlanner {
    private final Duties duties;
    private final ProviderChoice choice;
    private final Providers providers;
    private final KeyRegistration registration;

    RotationPlanner(Duties duties, ProviderChoice choice, Providers providers, KeyRegistration registration) {
        this.duties = duties;
        this.choice = choice;
        this.providers = providers;
        this.registration = registration;
    }

    /** The version that is to be replaced. */
    static KeyReference current(Key key) {
        KeyReference primary =
                key.primary().orElseThrow(() -> KeyLookup.notFound(key.alias().value()));
        if (primary.state() == KeyState.PRE_ACTIVE) {
            throw new ConflictException(
                    "key '%s' has no version that signs yet; activate the one there is".formatted(key.alias()));
        }
        return primary;
    }

    /**
     * @param now the moment of the wish
     * @throws InvalidRequestException when the wish does not fit the key
     */
    Rotation.Plan plan(Caller caller, Key key, RotateKey wish, Optional<RotationPolicy> policy, Instant now) {
        KeyReference current = current(key);
        Duration publishBefore = wish.publishBefore()
                .or(() -> policy.map(p -> p.schedule().publishBefore()))
                .orElse(Duration.ZERO);
        Duration overlap =
                wish.overlap().or(() -> policy.map(p -> p.schedule().overlap())).orElse(RotationPolicy.DEFAULT_OVERLAP);
        requireFuture(wish, now);
        Instant earliest = now.plus(publishBefore);
        Instant rotateAt = wish.rotateAt().filter(earliest::isBefore).orElse(earliest);
        ProviderId target = current.origin() == Origin.EXTERNAL
                ? external(caller, current, wish)
                : managed(caller, current, wish, policy);
        return new Rotation.Plan(target, wish.successor(), rotateAt, publishBefore, overlap);
    }

    /** The provider that makes the next version of a key. */
    ProviderId target(Caller caller, KeyReference current, Optional<ProviderId> wanted) {
        KeyAlias alias = current.name().alias();
        RegisteredProvider target = choice.forDuties(caller.tenant(), duties.servedBy(caller.tenant(), alias), wanted)
                .orElseGet(() -> providers.forSuccessor(caller.tenant(), current.provider()));
        ProviderChoice.requireSupport(target, ProviderOperation.GENERATE_KEY, current.parameters());
        return target.id();
    }

    private ProviderId managed(Caller caller, KeyReference current, RotateKey wish, Optional<RotationPolicy> policy) {
        if (wish.successor().isPresent()) {
            throw new InvalidRequestException(
                    "newAlias is for keys that are managed at their provider; version %d of key '%s' is made here and keeps its alias"
                            .formatted(current.name().version(), current.name().alias()));
        }
        return target(caller, current, wish.targetProvider().or(() -> policy.flatMap(RotationPolicy::targetProvider)));
    }

    private ProviderId external(Caller caller, KeyReference current, RotateKey wish) {
        KeyAlias successor = wish.successor()
                .orElseThrow(() -> new InvalidRequestException(
                        "newAlias is missing; key '%s' is managed at its provider, so newAlias must name the key there that follows it"
                                .formatted(current.name().alias())));
        ProviderId target = wish.targetProvider().orElse(current.provider());
        ProviderKey described = registration.describe(caller, new RegisterKey(target, successor, wish.successorKid()));
        requireSuccessor(successor, described, current);
        if (described.providerKeyId().equals(current.existing().providerKeyId()) && target.equals(current.provider())) {
            throw new InvalidRequestException("newAlias '%s' is the key that signs now".formatted(successor));
        }
        registration.requireUnknown(caller.tenant(), target, described);
        return target;
    }

    /** Whoever counts on the key must find the next version to do the same: sign or decrypt, and with the same algorithm. */
    private static void requireSuccessor(KeyAlias successor, ProviderKey described, KeyReference current) {
        KeyAlias alias = current.name().alias();
        KeyParameters before = current.parameters();
        if (!described.spec().equals(before.spec())) {
            throw new InvalidRequestException("newAlias '%s' is a key of type %s; key '%s' is of type %s"
                    .formatted(successor, described.spec(), alias, before.spec()));
        }
        KeyParameters next = described.parameters();
        if (!next.usage().operations().containsAll(before.usage().operations())) {
            throw new InvalidRequestException("newAlias '%s' is a key for %s; key '%s' is for %s"
                    .formatted(successor, names(next.usage()), alias, names(before.usage())));
        }
        if (described.algorithm().isPresent() && !next.algorithm().equals(before.algorithm())) {
            throw new InvalidRequestException("newAlias '%s' is a key that signs with %s; key '%s' signs with %s"
                    .formatted(
                            successor,
                            described.algorithm().get(),
                            alias,
                            before.algorithm().map(Enum::name).orElse("none")));
        }
    }

    private static String names(KeyUsage usage) {
        return usage.operations().stream().map(KeyOperation::jwkName).collect(Collectors.joining(", "));
    }

    private static void requireFuture(RotateKey wish, Instant now) {
        wish.rotateAt().filter(at -> at.isBefore(now)).ifPresent(at -> {
            throw new InvalidRequestException("rotateAt %s is past; it is %s".formatted(at, now));
        });
        wish.rotateAt()
                .filter(at -> at.isAfter(now.plus(RotationPolicy.MAX_DURATION)))
                .ifPresent(at -> {
                    throw new InvalidRequestException(
                            "rotateAt %s is more than %s away".formatted(at, RotationPolicy.MAX_DURATION));
                });
    }
}
