package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.util.Optional;

/** Turns a {@link KeySelection} into a key version and refuses selections that contradict themselves. */
final class KeySelector {
    private final KeyLookup lookup;

    KeySelector(KeyLookup lookup) {
        this.lookup = lookup;
    }

    /** @throws InvalidRequestException when nothing is selected or there is no such key for this caller */
    KeyReference require(Caller caller, KeySelection selection) {
        if (!selection.named() && selection.publicKey().isEmpty()) {
            throw new InvalidRequestException("keyInfo names no key; alias, kid or key is needed");
        }
        return find(caller, selection)
                .orElseThrow(() -> new InvalidRequestException("keyInfo: no key found for " + selection));
    }

    /** @throws InvalidRequestException when the parts of the selection contradict each other */
    Optional<KeyReference> find(Caller caller, KeySelection selection) {
        Optional<KeyReference> found = byName(caller, selection)
                .filter(version -> selection.provider().isEmpty()
                        || selection.provider().get().equals(version.provider()));
        found.ifPresent(version -> requireSamePublicKey(version, selection));
        return found;
    }

    private Optional<KeyReference> byName(Caller caller, KeySelection selection) {
        if (selection.alias().isPresent()) {
            return lookup.byAlias(caller, selection.alias().get()).flatMap(key -> version(key, selection));
        }
        return selection
                .kid()
                .or(() -> selection.publicKey().map(PublicKeyMaterial::thumbprint))
                .flatMap(kid -> lookup.find(caller, kid.value(), selection.provider()));
    }

    /** Within an alias the kid may name a version, or repeat the alias; anything else contradicts it. */
    private static Optional<KeyReference> version(Key key, KeySelection selection) {
        Optional<Kid> kid = selection.kid();
        // A public key that is shown proves the identity better than any kid, so the kid is not looked at then.
        if (selection.publicKey().isPresent()) {
            return shown(key, selection.publicKey().get()).or(key::primary);
        }
        if (kid.isEmpty() || isAlias(kid.get(), key, selection)) {
            return key.primary();
        }
        Optional<KeyReference> named = key.version(kid.get());
        if (named.isEmpty() && key.primary().isPresent()) {
            throw new InvalidRequestException(
                    "keyInfo.kid '%s' does not belong to keyInfo.alias '%s'".formatted(kid.get(), key.alias()));
        }
        return named;
    }

    private static boolean isAlias(Kid kid, Key key, KeySelection selection) {
        return kid.value().equals(key.alias().value())
                || selection
                        .alias()
                        .filter(name -> name.value().equals(kid.value()))
                        .isPresent();
    }

    /** Clients send back what they were told of a key, which may be of a version before. */
    private static Optional<KeyReference> shown(Key key, PublicKeyMaterial publicKey) {
        return key.versions().stream()
                .filter(KeyReference::isLive)
                .filter(version ->
                        version.existing().publicKey().filter(publicKey::equals).isPresent())
                .findFirst();
    }

    private static void requireSamePublicKey(KeyReference version, KeySelection selection) {
        Optional<PublicKeyMaterial> shown = selection.publicKey();
        if (shown.isPresent() && !shown.equals(version.existing().publicKey())) {
            throw new InvalidRequestException("keyInfo.key is not the public key of %s".formatted(selection));
        }
    }
}
