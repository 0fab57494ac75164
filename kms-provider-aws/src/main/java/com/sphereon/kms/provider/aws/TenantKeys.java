package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.KeyTags;
import com.sphereon.kms.provider.remote.KnownKeys;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * Finds keys at AWS, and only those of the tenant who asks: whose a key is, its tag says. A foreign key is found no more than
 * one that does not exist, nor one that is about to be deleted. Safe for use by many threads.
 */
final class TenantKeys {
    /** The identifier of no key. */
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private final KmsBackend backend;
    private final KnownKeys known;
    private final String region;
    private final boolean requireTag;

    TenantKeys(KmsBackend backend, AwsSettings settings, KnownKeys known) {
        this.backend = backend;
        this.known = known;
        this.region = settings.region();
        this.requireTag = settings.requireTenantTag();
    }

    /**
     * Works with a key, which is looked up when it was not lately; and so is its tag, more often.
     *
     * @param operation gets the key as AWS described it
     * @throws RemoteFailure of kind NOT_FOUND when the tenant has no such key, DISABLED when it cannot be used now
     */
    <T> T use(KeyHandle handle, Deadline deadline, Function<ProviderKey, T> operation) {
        ProviderKey key = known.get(
                handle, () -> describe(handle, deadline), () -> requireOwner(handle.tenant(), keyId(handle), deadline));
        try {
            return operation.apply(key);
        } catch (RemoteFailure failure) {
            if (failure.kind() == Kind.DISABLED || failure.kind() == Kind.NOT_FOUND) {
                known.forget(handle);
                // tells a key that is about to be deleted, which is none any more, from one that is disabled
                describe(handle, deadline);
            }
            throw failure;
        }
    }

    /**
     * Looks at a key as it is now.
     *
     * @throws RemoteFailure as {@link #use}
     */
    ProviderKey describe(KeyHandle handle, Deadline deadline) {
        KeyMetadata key = owned(handle, deadline);
        requireUsable(key.keyState());
        KeySpec spec = AwsKeyKind.known(String.valueOf(key.keySpecAsString()))
                .orElseThrow(() -> RemoteFailure.of(Kind.INVALID, "the key is of a kind that is not supported"));
        KeyUse use = AwsKeyKind.use(key.keyUsage())
                .orElseThrow(() -> RemoteFailure.of(Kind.INVALID, "the key is for a use that is not supported"));
        return read(key.keyId(), spec, use, deadline);
    }

    /**
     * The identifier of a key that is to be deleted; nothing when AWS has no such key, or is about to delete it.
     *
     * @throws RemoteFailure of kind DENIED when there is one but its tag does not say that it is the tenant's. It lives on, so
     *     that nobody may believe that it is gone: a tag may have been changed or taken away by mistake
     */
    Optional<String> removable(KeyHandle handle, Deadline deadline) {
        Optional<AwsKeyId> id = AwsKeyId.parse(handle.providerKeyId(), region).filter(named -> !named.isAlias());
        if (id.isEmpty()) {
            return Optional.empty(); // there never was such a key of ours
        }
        String keyId = id.get().resource();
        try {
            if (isOwner(handle.tenant(), backend.tags(keyId, deadline))) {
                return Optional.of(keyId);
            }
            if (isGone(backend.metadata(keyId, deadline).keyState())) {
                return Optional.empty();
            }
        } catch (RemoteFailure failure) {
            if (failure.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
        throw RemoteFailure.of(Kind.DENIED, "the key is there, but its tag does not say that it is the tenant's");
    }

    /** Asks for the tags first, so that a foreign key takes as long as none at all. */
    private KeyMetadata owned(KeyHandle handle, Deadline deadline) {
        AwsKeyId id = AwsKeyId.parse(handle.providerKeyId(), region).orElseThrow(TenantKeys::notFound);
        Optional<KeyMetadata> named = id.isAlias() ? Optional.of(named(id, deadline)) : Optional.empty();
        String keyId = named.map(KeyMetadata::keyId).orElse(id.resource());
        requireOwner(handle.tenant(), keyId, deadline);
        KeyMetadata key = named.orElseGet(() -> backend.metadata(keyId, deadline));
        KmsBackend.requireAbout(keyId, key.keyId());
        if (!id.isInAccountOf(key)) {
            throw notFound();
        }
        return key;
    }

    /** An alias that does not exist costs one more question, so that it takes as long as one of a foreign key. */
    private KeyMetadata named(AwsKeyId alias, Deadline deadline) {
        try {
            return backend.metadata(alias.resource(), deadline);
        } catch (RemoteFailure failure) {
            if (failure.kind() == Kind.NOT_FOUND) {
                requireAbsent(deadline);
            }
            throw failure;
        }
    }

    private void requireAbsent(Deadline deadline) {
        try {
            backend.tags(NOBODY, deadline);
        } catch (RemoteFailure expected) {
            if (expected.kind() != Kind.NOT_FOUND && expected.kind() != Kind.DENIED) {
                throw expected;
            }
        }
    }

    private String keyId(KeyHandle handle) {
        return AwsKeyId.parse(handle.providerKeyId(), region)
                .orElseThrow(TenantKeys::notFound)
                .resource();
    }

    private void requireOwner(TenantId tenant, String keyId, Deadline deadline) {
        if (!isOwner(tenant, backend.tags(keyId, deadline))) {
            throw notFound();
        }
    }

    private boolean isOwner(TenantId tenant, Map<String, String> tags) {
        @Nullable String owner = tags.get(KeyTags.TENANT);
        if (owner == null) {
            return !requireTag;
        }
        return MessageDigest.isEqual(
                owner.getBytes(StandardCharsets.UTF_8), tenant.value().getBytes(StandardCharsets.UTF_8));
    }

    private static void requireUsable(@Nullable KeyState state) {
        if (isGone(state)) {
            throw notFound();
        }
        if (state == KeyState.DISABLED) {
            throw RemoteFailure.of(Kind.DISABLED, "the key is disabled");
        }
        if (state == KeyState.PENDING_IMPORT) {
            throw RemoteFailure.of(Kind.DISABLED, "the key has no material");
        }
        if (state != KeyState.ENABLED) {
            throw RemoteFailure.of(Kind.UNAVAILABLE, "the key is in state " + state);
        }
    }

    /** Whether a key is about to be deleted, which for us it is then. */
    static boolean isGone(@Nullable KeyState state) {
        return state == KeyState.PENDING_DELETION || state == KeyState.PENDING_REPLICA_DELETION;
    }

    /** A key that is known to exist. */
    ProviderKey read(String keyId, KeySpec spec, KeyUse use, Deadline deadline) {
        Optional<PublicKeyMaterial> publicKey =
                spec instanceof KeySpec.Oct ? Optional.empty() : Optional.of(publicKey(keyId, spec, deadline));
        return new ProviderKey(keyId, Optional.of(new Kid(keyId)), spec, publicKey)
                .permitting(
                        KeyUsage.of(spec, Optional.of(use), Set.of()),
                        use == KeyUse.SIG ? AwsAlgorithms.only(spec) : Optional.empty());
    }

    private PublicKeyMaterial publicKey(String keyId, KeySpec spec, Deadline deadline) {
        GetPublicKeyRequest request = GetPublicKeyRequest.builder().keyId(keyId).build();
        GetPublicKeyResponse answer = backend.send(request, KmsClient::getPublicKey, deadline);
        KmsBackend.requireAbout(keyId, answer.keyId());
        if (answer.publicKey() == null) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer has no usable public key");
        }
        PublicKeyMaterial publicKey = PublicKeys.fromDer(answer.publicKey().asByteArray());
        if (!publicKey.spec().equals(spec)) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the public key is of another kind than the key");
        }
        return publicKey;
    }

    /** Remembers a key that was just made. */
    void put(KeyHandle handle, ProviderKey key) {
        known.put(handle, key);
    }

    /** Forgets a key that was deleted. */
    void forget(KeyHandle handle) {
        known.forget(handle);
    }

    private static RemoteFailure notFound() {
        return RemoteFailure.of(Kind.NOT_FOUND, AwsFailures.NO_SUCH_KEY);
    }
}
