package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.SupportedKeys;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.RemoteCalls;
import com.sphereon.kms.provider.remote.Repeat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keys at a remote signing service. A key is known by the identifier of its credential. */
final class CscKeyProvider implements KeyProvider {
    private static final Set<Integer> RSA_SIZES_BITS = Set.of(2048, 3072, 4096);

    private final ProviderId id;
    private final Connections connections;
    private final SigningService service;
    private final Capabilities capabilities;
    private final TenantCredentials tenants;
    private final KnownCredentials known;
    private final RemoteCalls calls;
    private final Clock clock;

    /** @param connections become the provider's to close */
    CscKeyProvider(ProviderSettings provider, CscSettings settings, Connections connections, Clock clock) {
        this.id = provider.id();
        this.connections = connections;
        this.service = connections.service();
        this.capabilities = capabilities(service.algorithms());
        this.tenants = settings.tenants();
        this.known = new KnownCredentials(settings.limits());
        this.calls = RemoteCalls.of(provider, settings.limits());
        this.clock = clock;
    }

    private static Capabilities capabilities(Set<SignatureAlgorithm> algorithms) {
        Set<Curve> curves = EnumSet.noneOf(Curve.class);
        Set<DigestAlgorithm> digests = EnumSet.noneOf(DigestAlgorithm.class);
        algorithms.forEach(algorithm -> {
            algorithm.digest().ifPresent(digests::add);
            if (algorithm.defaultKeySpec() instanceof KeySpec.Ec ec) {
                curves.add(ec.curve());
            }
        });
        return new Capabilities(
                new SupportedKeys(curves, RSA_SIZES_BITS, false),
                Map.of(
                        ProviderOperation.REGISTER_KEY_REFERENCE, Set.of(),
                        ProviderOperation.SIGN, algorithms,
                        ProviderOperation.VERIFY, algorithms,
                        ProviderOperation.SIGN_DIGEST, algorithms,
                        ProviderOperation.VERIFY_DIGEST, algorithms),
                digests,
                Set.of(StorageType.PERSISTENT));
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public ProviderKey describe(KeyHandle key) {
        requireAllowed(key, "describe");
        return remembered(key)
                .orElseGet(() -> calls.call("describe", Repeat.SAFE, deadline -> look(key, deadline)))
                .key();
    }

    @Override
    public byte[] sign(KeyHandle key, SigningInput input) {
        SignatureAlgorithm algorithm = input.algorithm();
        if (!capabilities.supports(ProviderOperation.SIGN, algorithm)) {
            throw new UnsupportedException("Provider %s does not sign with %s".formatted(id, algorithm));
        }
        requireAllowed(key, "sign");
        byte[] digest = digest(input);
        return calls.call(
                "sign",
                Repeat.SAFE,
                deadline -> service.sign(
                        remembered(key).orElseGet(() -> look(key, deadline)), algorithm, digest, deadline));
    }

    /** In the words of a backend that has no such key, so that nobody learns which keys others have. */
    private void requireAllowed(KeyHandle key, String operation) {
        if (!tenants.allow(key)) {
            throw new NotFoundException("Provider %s: %s failed: the backend has no such key".formatted(id, operation));
        }
    }

    private Optional<Credential> remembered(KeyHandle key) {
        return known.find(key.providerKeyId()).filter(credential -> credential.isUsable(clock.instant()));
    }

    /** One that cannot be used is not remembered, so that it serves as soon as it can be used again. */
    private Credential look(KeyHandle key, Deadline deadline) {
        Credential credential = service.credential(key.providerKeyId(), deadline);
        credential.requireUsable(clock.instant());
        known.put(key.providerKeyId(), credential);
        return credential;
    }

    private static byte[] digest(SigningInput input) {
        if (input.type() == InputType.DIGEST) {
            return input.bytes();
        }
        try {
            String name = input.algorithm().digest().orElseThrow().jcaName();
            return MessageDigest.getInstance(name).digest(input.bytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-2", e);
        }
    }

    @Override
    public ProviderKey generate(NewKey key) {
        throw unsupported("make keys");
    }

    @Override
    public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
        throw unsupported("import keys");
    }

    @Override
    public void delete(KeyHandle key) {
        throw unsupported("delete keys");
    }

    @Override
    public void discard(NewKey key) {
        throw unsupported("make keys, so there is none to discard");
    }

    private UnsupportedException unsupported(String what) {
        return new UnsupportedException("Provider %s refers to keys made elsewhere; it cannot %s".formatted(id, what));
    }

    @Override
    public Health health() {
        try {
            return calls.call("health", Repeat.SAFE, deadline -> {
                service.check(deadline);
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
