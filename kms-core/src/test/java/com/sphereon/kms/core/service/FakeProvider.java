package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.SupportedKeys;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Real P-256 signatures, keys in a map, and failures on demand. */
class FakeProvider implements KeyProvider {
    /** Every key it holds, by tenant and identifier. */
    final Map<String, KeyPair> keys;

    /** Whether it was closed; whoever is called after that fails. */
    final AtomicBoolean closed = new AtomicBoolean();

    /** Runs in the middle of a signature. */
    Runnable duringSign = () -> {};

    Health health = new Health.Up();

    /** Runs before a key is made, and after: throwing there is a crash of the backend. */
    Runnable beforeGenerate = () -> {};

    Runnable afterGenerate = () -> {};
    Runnable beforeDelete = () -> {};
    Runnable beforeDiscard = () -> {};

    /** Added to every signature, to play a backend that answers in another form. */
    int surplusBytes;

    /** Whether the core has to take it for a backend across a network. */
    boolean remote;

    /** What it keeps beside every key. */
    List<String> certificateChain = List.of();

    /** Changes what it tells of a key. */
    UnaryOperator<ProviderKey> telling = UnaryOperator.identity();

    /** Signs in place of every key, once it is set. */
    Optional<KeyPair> impostor = Optional.empty();

    FakeProvider() {
        this(new ConcurrentHashMap<>());
    }

    /** An instance at a backend that others are at too. */
    FakeProvider(Map<String, KeyPair> keys) {
        this.keys = keys;
    }

    @Override
    public boolean isRemote() {
        return remote;
    }

    @Override
    public Capabilities capabilities() {
        Set<SignatureAlgorithm> ecdsa = Set.of(SignatureAlgorithm.ECDSA_SHA256);
        return new Capabilities(
                new SupportedKeys(Set.of(Curve.P_256), Set.of(), false),
                Map.of(
                        ProviderOperation.GENERATE_KEY, Set.of(),
                        ProviderOperation.DELETE_KEY, Set.of(),
                        ProviderOperation.REGISTER_KEY_REFERENCE, Set.of(),
                        ProviderOperation.SIGN, ecdsa),
                Set.of(DigestAlgorithm.SHA256),
                Set.of(StorageType.EPHEMERAL));
    }

    @Override
    public ProviderKey generate(NewKey key) {
        beforeGenerate.run();
        String id = key.reference().toString();
        keys.put(key.name().tenant() + "/" + id, newKeyPair());
        afterGenerate.run();
        return describe(new KeyHandle(key.name().tenant(), id));
    }

    @Override
    public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
        throw new UnsupportedException("not declared");
    }

    /** Makes a key that nobody asked for, as an administrator of the backend would. */
    ECPublicKey createNatively(String tenant, String id) {
        KeyPair pair = newKeyPair();
        keys.put(tenant + "/" + id, pair);
        return (ECPublicKey) pair.getPublic();
    }

    @Override
    public ProviderKey describe(KeyHandle key) {
        ECPublicKey publicKey = (ECPublicKey) pair(key).getPublic();
        return telling.apply(new ProviderKey(
                key.providerKeyId(),
                key.providerKeyId().startsWith("native") ? Optional.of(new Kid(key.providerKeyId())) : Optional.empty(),
                new KeySpec.Ec(Curve.P_256),
                Optional.of(new PublicKeyMaterial.Ec(
                        Curve.P_256,
                        publicKey.getW().getAffineX(),
                        publicKey.getW().getAffineY())),
                certificateChain));
    }

    @Override
    public byte[] sign(KeyHandle key, SigningInput input) {
        requireOpen();
        duringSign.run();
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(impostor.orElseGet(() -> pair(key)).getPrivate());
            signature.update(input.bytes());
            byte[] bytes = signature.sign();
            requireOpen();
            return Arrays.copyOf(bytes, bytes.length + surplusBytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void delete(KeyHandle key) {
        beforeDelete.run();
        keys.remove(key.tenant() + "/" + key.providerKeyId());
    }

    @Override
    public void discard(NewKey key) {
        beforeDiscard.run();
        keys.remove(key.name().tenant() + "/" + key.reference());
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public void close() {
        closed.set(true);
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("called after it was closed");
        }
    }

    private KeyPair pair(KeyHandle key) {
        KeyPair pair = keys.get(key.tenant() + "/" + key.providerKeyId());
        if (pair == null) {
            throw new NotFoundException("no such key");
        }
        return pair;
    }

    static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
