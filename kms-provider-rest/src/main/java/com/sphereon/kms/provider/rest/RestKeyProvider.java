package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.KnownKeys;
import com.sphereon.kms.provider.remote.RemoteCall;
import com.sphereon.kms.provider.remote.RemoteCalls;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.provider.remote.Repeat;
import com.sphereon.kms.wire.Base64Text;
import com.sphereon.kms.wire.CreateRawSignatureRequest;
import com.sphereon.kms.wire.CreateRawSignatureResponse;
import com.sphereon.kms.wire.GenerateKeyRequest;
import com.sphereon.kms.wire.GenerateKeyResponse;
import com.sphereon.kms.wire.ImportKeyRequest;
import com.sphereon.kms.wire.KeyInfoResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keys at another KMS. A key is known by its kid over there. */
final class RestKeyProvider implements KeyProvider {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ProviderId id;
    private final Optional<ProviderId> wanted;
    private final Connections connections;
    private final RemoteKms kms;
    private final RemoteCalls calls;
    private final KnownKeys known;
    private final AtomicReference<@Nullable RemoteProvider> remote = new AtomicReference<>();

    /** @param connections become the provider's to close */
    RestKeyProvider(ProviderSettings provider, RestSettings settings, Connections connections) {
        this.id = provider.id();
        this.wanted = settings.provider();
        this.connections = connections;
        this.kms = connections.kms();
        this.calls = RemoteCalls.of(provider, settings.limits());
        this.known = KnownKeys.with(settings.limits());
    }

    /** @throws UnavailableException as long as the other KMS has not said what it can do */
    @Override
    public Capabilities capabilities() {
        return remote().capabilities();
    }

    /** Asked once: what it could do when this instance was first used. */
    private RemoteProvider remote() {
        RemoteProvider asked = remote.get();
        return asked == null ? ask() : asked;
    }

    private RemoteProvider ask() {
        try {
            return calls.call("capabilities", Repeat.SAFE, this::asked);
        } catch (UnavailableException e) {
            throw e;
        } catch (KmsException e) {
            // Whatever it is, nothing can be done with this provider until it passes or somebody mends it.
            throw new UnavailableException(String.valueOf(e.getMessage()), RETRY_AFTER, e);
        }
    }

    private RemoteProvider asked(Deadline deadline) {
        RemoteProvider told = RemoteProvider.ask(kms, wanted, deadline);
        RemoteProvider first = remote.compareAndExchange(null, told);
        return first == null ? told : first;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public ProviderKey generate(NewKey key) {
        RemoteProvider holder = requireOrderable(
                ProviderOperation.GENERATE_KEY, key.parameters().spec());
        GenerateKeyRequest order = WireKeys.order(holder.id(), key);
        String[] path = {"providers", holder.id().value(), "keys"};
        return create(
                "generate",
                key,
                idempotencyKey -> deadline -> WireKeys.made(
                        holder.id(),
                        key,
                        kms.create(
                                        key.name().tenant(),
                                        order,
                                        idempotencyKey,
                                        GenerateKeyResponse.class,
                                        deadline,
                                        path)
                                .keyPair()));
    }

    @Override
    public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
        RemoteProvider holder = requireOrderable(ProviderOperation.IMPORT_KEY, material.spec());
        if (!material.spec().equals(key.parameters().spec())) {
            throw new InvalidRequestException("the key is of type %s; one of type %s was ordered"
                    .formatted(material.spec(), key.parameters().spec()));
        }
        ImportKeyRequest order = WireKeys.order(holder.id(), key, material);
        String[] path = {"providers", holder.id().value(), "keys", "import"};
        return create("import", key, idempotencyKey -> deadline -> {
            KeyInfoResponse answer =
                    kms.create(key.name().tenant(), order, idempotencyKey, KeyInfoResponse.class, deadline, path);
            ProviderKey taken = WireKeys.made(holder.id(), key, answer.keyInfo());
            if (!taken.publicKey().equals(material.publicKey())) {
                throw WireJson.unexpected("the answer is about another key");
            }
            return taken;
        });
    }

    private RemoteProvider requireOrderable(ProviderOperation operation, KeySpec spec) {
        RemoteProvider holder = remote();
        if (!holder.capabilities().supports(operation)
                || !holder.capabilities().keys().contains(spec)) {
            throw new UnsupportedException(
                    "Provider %s does not support %s for keys of type %s".formatted(id, operation, spec));
        }
        return holder;
    }

    /** A call that makes a key; with the idempotency key all its repetitions have. */
    @FunctionalInterface
    private interface Creation {
        RemoteCall<ProviderKey> with(String idempotencyKey);
    }

    /**
     * May be repeated: a server that knows idempotency keys makes no second key, and one that does not finds the alias taken.
     * That may be by the first attempt, so a conflict then does not tell whether there is a key.
     */
    private ProviderKey create(String operation, NewKey order, Creation creation) {
        RemoteCall<ProviderKey> call = creation.with(UUID.randomUUID().toString());
        AtomicBoolean repeated = new AtomicBoolean();
        ProviderKey made = calls.call(operation, Repeat.SAFE, deadline -> {
            boolean again = repeated.getAndSet(true);
            try {
                return call.make(deadline);
            } catch (RemoteFailure failure) {
                throw again && failure.kind() == Kind.CONFLICT
                        ? RemoteFailure.of(Kind.UNAVAILABLE, "it is not known whether the key was made", failure)
                        : failure;
            }
        });
        known.put(new KeyHandle(order.name().tenant(), made.providerKeyId()), made);
        return made;
    }

    @Override
    public ProviderKey describe(KeyHandle key) {
        requireIdentifier(key, "describe");
        ProviderId holder = remote().id();
        return known.get(
                key,
                () -> calls.call(
                        "describe",
                        Repeat.SAFE,
                        deadline -> WireKeys.described(kms.key(holder, key, deadline), holder, key.providerKeyId())));
    }

    @Override
    public byte[] sign(KeyHandle key, SigningInput input) {
        RemoteProvider holder = remote();
        if (!holder.capabilities().supports(operation(input), input.algorithm())) {
            throw new UnsupportedException(
                    "Provider %s does not support %s with %s".formatted(id, operation(input), input.algorithm()));
        }
        requireIdentifier(key, "sign");
        CreateRawSignatureRequest request = new CreateRawSignatureRequest(
                WireKeys.named(holder.id(), key.providerKeyId(), input), Base64Text.encode(input.bytes()));
        return calls.call(
                "sign",
                Repeat.SAFE,
                deadline -> AnsweredUse.signature(
                        key,
                        input,
                        kms.use(
                                holder.id(),
                                key,
                                request,
                                CreateRawSignatureResponse.class,
                                deadline,
                                "signatures",
                                "raw",
                                "create")));
    }

    private static ProviderOperation operation(SigningInput input) {
        if (input.algorithm().scheme() == SignatureAlgorithm.Scheme.HMAC) {
            return ProviderOperation.GENERATE_MAC;
        }
        return input.type() == InputType.DIGEST ? ProviderOperation.SIGN_DIGEST : ProviderOperation.SIGN;
    }

    /** In the words of a backend that has no such key. */
    private void requireIdentifier(KeyHandle key, String operation) {
        if (!WireKeys.isIdentifier(key.providerKeyId())) {
            throw new NotFoundException("Provider %s: %s failed: the backend has no such key".formatted(id, operation));
        }
    }

    @Override
    public Optional<KeyCipher> cipher() {
        RemoteProvider holder = remote();
        return holder.capabilities().encryption().isNone()
                ? Optional.empty()
                : Optional.of(new RestKeyCipher(id, holder, kms, calls));
    }

    @Override
    public void delete(KeyHandle key) {
        RemoteProvider holder = remote();
        if (!holder.capabilities().supports(ProviderOperation.DELETE_KEY)) {
            throw new UnsupportedException("Provider %s cannot delete keys".formatted(id));
        }
        if (!WireKeys.isIdentifier(key.providerKeyId())) {
            return;
        }
        try {
            calls.call("delete", Repeat.SAFE, deadline -> {
                kms.delete(holder.id(), key, deadline);
                return null;
            });
        } finally {
            known.forget(key);
        }
    }

    /** Looks for it first: what is remembered is remembered by kid, which only the other KMS may know. */
    @Override
    public void discard(NewKey key) {
        RemoteProvider holder = remote();
        if (!holder.capabilities().supports(ProviderOperation.GENERATE_KEY)
                && !holder.capabilities().supports(ProviderOperation.IMPORT_KEY)) {
            throw new UnsupportedException("Provider %s cannot make keys, so there is none to discard".formatted(id));
        }
        KeyHandle named = new KeyHandle(key.name().tenant(), WireKeys.alias(key));
        calls.call("discard", Repeat.SAFE, deadline -> {
            kms.kid(holder.id(), named, deadline).ifPresent(kid -> known.forget(new KeyHandle(named.tenant(), kid)));
            kms.delete(holder.id(), named, deadline);
            return null;
        });
    }

    @Override
    public Health health() {
        try {
            return calls.call("health", Repeat.SAFE, deadline -> {
                asked(deadline);
                return new Health.Up();
            });
        } catch (KmsException e) {
            return new Health.Down(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        calls.close();
        connections.close();
    }
}
