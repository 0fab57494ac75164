package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.ProviderKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Takes note of keys that exist at a provider already. The same registration again changes nothing. */
final class KeyRegistration {
    private final KeyReferenceStore store;
    private final Providers providers;
    private final Clock clock;

    KeyRegistration(KeyReferenceStore store, Providers providers, Clock clock) {
        this.store = store;
        this.providers = providers;
        this.clock = clock;
    }

    KeyReference register(Caller caller, RegisterKey wish) {
        RegisteredProvider provider = providers.forRegistration(wish.provider());
        if (!provider.provider().capabilities().supports(ProviderOperation.REGISTER_KEY_REFERENCE)) {
            throw new InvalidRequestException(
                    ErrorCode.KMS_EXTERNAL_KEY_UNSUPPORTED,
                    "Provider %s cannot refer to keys made elsewhere".formatted(provider.id()));
        }
        ProviderKey described = describe(caller, wish, provider);
        KeyIdentity identity = identityOf(wish, described);
        Optional<KeyReference> existing =
                store.findByAlias(caller.tenant(), wish.alias()).flatMap(Key::primary);
        if (existing.isPresent()) {
            return requireSame(existing.get(), wish, identity);
        }
        return insert(caller, wish, identity, described);
    }

    private static ProviderKey describe(Caller caller, RegisterKey wish, RegisteredProvider provider) {
        try {
            return provider.provider()
                    .describe(new KeyHandle(caller.tenant(), wish.alias().value()));
        } catch (NotFoundException e) {
            throw new NotFoundException(
                    ErrorCode.KMS_EXTERNAL_KEY_NOT_FOUND,
                    "Provider %s has no key '%s'".formatted(provider.id(), wish.alias()));
        }
    }

    private static KeyIdentity identityOf(RegisterKey wish, ProviderKey key) {
        Optional<Kid> actual = key.canonicalKid().or(() -> key.publicKey().map(PublicKeyMaterial::thumbprint));
        if (wish.kid().isPresent() && actual.isPresent() && !wish.kid().equals(actual)) {
            throw new ConflictException(
                    ErrorCode.KMS_EXTERNAL_KEY_IDENTITY_MISMATCH,
                    "kid '%s' was given, but key '%s' is '%s'"
                            .formatted(wish.kid().get(), wish.alias(), actual.get()));
        }
        Kid kid = actual.or(wish::kid).orElseGet(() -> new Kid(wish.alias().value()));
        return new KeyIdentity(kid, key.providerKeyId(), key.publicKey(), List.of());
    }

    private static KeyReference requireSame(KeyReference existing, RegisterKey wish, KeyIdentity identity) {
        boolean same = existing.origin() == Origin.EXTERNAL
                && existing.provider().equals(wish.provider())
                && existing.existing().equals(identity);
        if (!same) {
            throw new ConflictException(
                    ErrorCode.KMS_EXTERNAL_KEY_REGISTRATION_CONFLICT,
                    "alias '%s' names another key already".formatted(wish.alias()));
        }
        return existing;
    }

    private KeyReference insert(Caller caller, RegisterKey wish, KeyIdentity identity, ProviderKey described) {
        KeyUsage usage = KeyUsage.of(described.spec(), Optional.empty(), Set.of());
        KeyReference reference = KeyReference.registered(
                UUID.randomUUID(),
                new KeyName(caller.tenant(), wish.alias(), 1),
                wish.provider(),
                KeyParameters.of(described.spec(), usage, Optional.empty()),
                identity,
                new Change(clock.instant(), caller.subject()));
        try {
            store.insert(reference);
            return reference;
        } catch (ConflictException e) {
            throw new ConflictException(
                    ErrorCode.KMS_EXTERNAL_KEY_REGISTRATION_CONFLICT,
                    "alias '%s' or kid '%s' names another key already".formatted(wish.alias(), identity.kid()));
        }
    }
}
