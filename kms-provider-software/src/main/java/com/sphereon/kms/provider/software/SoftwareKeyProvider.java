package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.SupportedKeys;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Keys in this process' memory or files. A key is known by the id of the reference it was made for. */
final class SoftwareKeyProvider implements KeyProvider {
    private static final Set<Integer> RSA_SIZES_BITS = Set.of(2048, 3072, 4096);

    private final Capabilities capabilities;
    private final KeyMaker maker;
    private final LoadedKeys loader;
    private final PairwiseTest pairwiseTest;
    private final Keystore keystore;
    private final Optional<KeyCipher> cipher;

    SoftwareKeyProvider(CryptoEngines engines, LoadedKeys loader, Keystore keystore) {
        this.capabilities = new Capabilities(
                new SupportedKeys(EnumSet.allOf(Curve.class), RSA_SIZES_BITS, true),
                operations(),
                EnumSet.allOf(DigestAlgorithm.class),
                Set.of(keystore.storage()),
                SoftwareKeyCipher.SUPPORTED);
        this.maker = new KeyMaker(engines.providers());
        this.loader = loader;
        this.pairwiseTest = new PairwiseTest(new SoftwareSignatureVerifier(engines));
        this.keystore = keystore;
        this.cipher = Optional.of(new SoftwareKeyCipher(engines, keystore));
    }

    private static Map<ProviderOperation, Set<SignatureAlgorithm>> operations() {
        Set<SignatureAlgorithm> macs = algorithms(a -> a.scheme() == SignatureAlgorithm.Scheme.HMAC);
        Set<SignatureAlgorithm> signatures = algorithms(a -> !macs.contains(a));
        Set<SignatureAlgorithm> digestSignatures = algorithms(SignatureAlgorithm::acceptsDigest);
        Map<ProviderOperation, Set<SignatureAlgorithm>> operations = new EnumMap<>(ProviderOperation.class);
        operations.put(ProviderOperation.GENERATE_KEY, Set.of());
        operations.put(ProviderOperation.IMPORT_KEY, Set.of());
        operations.put(ProviderOperation.DELETE_KEY, Set.of());
        operations.put(ProviderOperation.SIGN, signatures);
        operations.put(ProviderOperation.VERIFY, signatures);
        operations.put(ProviderOperation.SIGN_DIGEST, digestSignatures);
        operations.put(ProviderOperation.VERIFY_DIGEST, digestSignatures);
        operations.put(ProviderOperation.GENERATE_MAC, macs);
        operations.put(ProviderOperation.VERIFY_MAC, macs);
        return operations;
    }

    private static Set<SignatureAlgorithm> algorithms(Predicate<SignatureAlgorithm> wanted) {
        Set<SignatureAlgorithm> algorithms = EnumSet.allOf(SignatureAlgorithm.class);
        algorithms.removeIf(wanted.negate());
        return algorithms;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public ProviderKey generate(NewKey key) {
        try (PrivateKeyMaterial material = maker.make(key.parameters().spec())) {
            LoadedKey loaded = loader.load(handle(key).providerKeyId(), material);
            if (!pairwiseTest.passes(loaded, material)) {
                throw new ProviderFailedException("the new key failed its test", null);
            }
            keystore.add(handle(key), loaded, material);
            return loaded.description();
        } catch (GeneralSecurityException e) {
            throw new ProviderFailedException("the key could not be made", e);
        }
    }

    @Override
    public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
        KeySpec spec = key.parameters().spec();
        if (!material.spec().equals(spec)) {
            throw new InvalidRequestException(
                    "key is of type %s, but %s was announced".formatted(material.spec(), spec));
        }
        try {
            LoadedKey loaded = loadConsistent(handle(key), material);
            keystore.add(handle(key), loaded, material);
            return loaded.description();
        } catch (GeneralSecurityException e) {
            // without its text, which might repeat what was given
            throw new InvalidRequestException("key is not a private key of type %s".formatted(spec));
        }
    }

    private LoadedKey loadConsistent(KeyHandle handle, PrivateKeyMaterial material) throws GeneralSecurityException {
        if (PairwiseTest.numbersAgree(material)) {
            LoadedKey loaded = loader.load(handle.providerKeyId(), material);
            if (pairwiseTest.passes(loaded, material)) {
                return loaded;
            }
        }
        throw new InvalidRequestException("key: its private and public members do not belong together");
    }

    @Override
    public ProviderKey describe(KeyHandle key) {
        return keystore.find(key).description();
    }

    @Override
    public byte[] sign(KeyHandle key, SigningInput input) {
        return keystore.find(key).sign(input);
    }

    @Override
    public Optional<KeyCipher> cipher() {
        return cipher;
    }

    @Override
    public void delete(KeyHandle key) {
        keystore.remove(key);
    }

    @Override
    public void discard(NewKey key) {
        keystore.remove(handle(key));
    }

    @Override
    public Health health() {
        return keystore.health();
    }

    @Override
    public void close() {
        keystore.close();
    }

    private static KeyHandle handle(NewKey key) {
        return new KeyHandle(key.name().tenant(), key.reference().toString());
    }
}
