package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.SupportedEncryption;
import com.sphereon.kms.core.model.SupportedKeys;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Really encrypts with A256GCM, wraps with A256KW and agrees on P-256, with the JDK; keys in maps, and failures on demand. */
final class FakeEncryptor implements KeyProvider, KeyCipher {
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final Map<String, SecretKey> secretKeys = new ConcurrentHashMap<>();
    private final Map<String, KeyPair> pairs = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** All secrets it has handed out. */
    final List<SecretBytes> handedOut = new ArrayList<>();
    /** Whether it was closed. */
    final AtomicBoolean closed = new AtomicBoolean();
    /** How often it was asked for something. */
    int calls;
    /** Happens before it does something. */
    Runnable before = () -> {};
    /** Added to every initialization vector, to play a backend that answers in another form. */
    int surplusBytes;

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                new SupportedKeys(Set.of(Curve.P_256), Set.of(), true),
                Map.of(ProviderOperation.GENERATE_KEY, Set.of(), ProviderOperation.DELETE_KEY, Set.of()),
                Set.of(),
                Set.of(StorageType.EPHEMERAL),
                new SupportedEncryption(
                        Set.of(ContentEncryptionAlgorithm.A256GCM),
                        Set.of(KeyWrapAlgorithm.A256KW),
                        Set.of(KeyAgreementAlgorithm.ECDH_ES, KeyAgreementAlgorithm.ECDH_ES_A256KW)));
    }

    @Override
    public Optional<KeyCipher> cipher() {
        return Optional.of(this);
    }

    @Override
    public ProviderKey generate(NewKey key) {
        String id = key.name().tenant() + "/" + key.reference();
        switch (key.parameters().spec()) {
            case KeySpec.Oct oct -> {
                byte[] octets = new byte[oct.sizeBits() / Byte.SIZE];
                random.nextBytes(octets);
                secretKeys.put(id, new SecretKeySpec(octets, "AES"));
            }
            default -> pairs.put(id, newPair());
        }
        return describe(new KeyHandle(key.name().tenant(), key.reference().toString()));
    }

    @Override
    public ProviderKey describe(KeyHandle key) {
        String id = id(key);
        if (secretKeys.containsKey(id)) {
            int bits = secretKeys.get(id).getEncoded().length * Byte.SIZE;
            return new ProviderKey(key.providerKeyId(), Optional.empty(), new KeySpec.Oct(bits), Optional.empty());
        }
        return new ProviderKey(
                key.providerKeyId(),
                Optional.empty(),
                new KeySpec.Ec(Curve.P_256),
                Optional.of(material(found(pairs, key))));
    }

    @Override
    public SealedText encrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SecretBytes plaintext, byte[] associated) {
        called();
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        byte[] both = plaintext.expose(octets -> computed(() ->
                gcm(Cipher.ENCRYPT_MODE, found(secretKeys, key), iv, associated).doFinal(octets)));
        int end = both.length - TAG_BYTES;
        return new SealedText(
                Arrays.copyOf(both, end),
                Arrays.copyOf(iv, iv.length + surplusBytes),
                Arrays.copyOfRange(both, end, both.length));
    }

    @Override
    public SecretBytes decrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SealedText sealed, byte[] associated) {
        called();
        SecretKey secretKey = found(secretKeys, key);
        byte[] both = Arrays.copyOf(sealed.ciphertext(), sealed.ciphertext().length + sealed.tag().length);
        System.arraycopy(sealed.tag(), 0, both, sealed.ciphertext().length, sealed.tag().length);
        return secret(opened(() ->
                gcm(Cipher.DECRYPT_MODE, secretKey, sealed.iv(), associated).doFinal(both)));
    }

    @Override
    public byte[] wrap(KeyHandle key, KeyWrapAlgorithm algorithm, SecretBytes keyToWrap) {
        called();
        return keyToWrap.expose(octets -> computed(() -> {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.WRAP_MODE, found(secretKeys, key));
            return cipher.wrap(new SecretKeySpec(octets, "AES"));
        }));
    }

    @Override
    public SecretBytes unwrap(KeyHandle key, KeyWrapAlgorithm algorithm, byte[] wrappedKey) {
        called();
        SecretKey secretKey = found(secretKeys, key);
        return secret(opened(() -> {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, secretKey);
            return cipher.unwrap(wrappedKey, "AES", Cipher.SECRET_KEY).getEncoded();
        }));
    }

    @Override
    public SecretBytes agree(KeyHandle key, PublicKeyMaterial publicKey) {
        called();
        PublicKeyMaterial.Ec point = (PublicKeyMaterial.Ec) publicKey;
        return secret(computed(() -> {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(found(pairs, key).getPrivate());
            agreement.doPhase(
                    KeyFactory.getInstance("EC")
                            .generatePublic(new ECPublicKeySpec(
                                    new ECPoint(point.x(), point.y()),
                                    parameters.getParameterSpec(ECParameterSpec.class))),
                    true);
            return agreement.generateSecret();
        }));
    }

    /** What an administrator of the backend would do. */
    void loseAllKeys() {
        secretKeys.clear();
        pairs.clear();
    }

    @Override
    public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
        throw new UnsupportedException("not declared");
    }

    @Override
    public byte[] sign(KeyHandle key, SigningInput input) {
        throw new UnsupportedException("not declared");
    }

    @Override
    public void delete(KeyHandle key) {
        secretKeys.remove(id(key));
        pairs.remove(id(key));
    }

    @Override
    public void discard(NewKey key) {
        delete(new KeyHandle(key.name().tenant(), key.reference().toString()));
    }

    @Override
    public Health health() {
        return new Health.Up();
    }

    @Override
    public void close() {
        closed.set(true);
    }

    private void called() {
        calls++;
        before.run();
    }

    private SecretBytes secret(byte[] octets) {
        SecretBytes secret = SecretBytes.copyOf(octets);
        handedOut.add(secret);
        return secret;
    }

    private static Cipher gcm(int mode, SecretKey key, byte[] iv, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
        cipher.updateAAD(associated);
        return cipher;
    }

    private interface Computation {
        byte[] run() throws GeneralSecurityException;
    }

    private static byte[] computed(Computation computation) {
        try {
            return computation.run();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells the reason, which no provider should. */
    private static byte[] opened(Computation computation) {
        try {
            return computation.run();
        } catch (GeneralSecurityException e) {
            throw new InvalidRequestException("because of " + e.getMessage());
        }
    }

    private static String id(KeyHandle key) {
        return key.tenant() + "/" + key.providerKeyId();
    }

    private static <K> K found(Map<String, K> keys, KeyHandle key) {
        K found = keys.get(id(key));
        if (found == null) {
            throw new NotFoundException("no such key");
        }
        return found;
    }

    private static PublicKeyMaterial material(KeyPair pair) {
        ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
        return new PublicKeyMaterial.Ec(Curve.P_256, point.getAffineX(), point.getAffineY());
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
