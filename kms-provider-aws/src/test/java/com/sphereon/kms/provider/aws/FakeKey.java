package com.sphereon.kms.provider.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/** A key of the fake: what AWS knows of it, and what it computes with it. */
final class FakeKey {
    private static final int ID_BYTES = 36;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** One for all imports: to make one takes seconds. */
    private static final FakeMaterial WRAPPING = FakeMaterial.make("RSA_4096");

    private final String id = UUID.randomUUID().toString();
    private final String spec;
    private final String usage;
    private final String origin;
    private final Map<String, String> tags;
    private volatile String announcedSpec;
    private volatile String state;
    private volatile Optional<FakeMaterial> pair = Optional.empty();
    private volatile byte[] secret = new byte[0];
    private final Map<String, String> importTokens = new ConcurrentHashMap<>();

    FakeKey(String spec, String usage, String origin, Map<String, String> tags) {
        this.spec = spec;
        this.announcedSpec = spec;
        this.usage = usage;
        this.origin = origin;
        this.tags = new ConcurrentHashMap<>(tags);
        this.state = origin.equals("EXTERNAL") ? "PendingImport" : "Enabled";
        if (origin.equals("AWS_KMS")) {
            if (isSymmetric()) {
                secret = new byte[secretBytes()];
                new SecureRandom().nextBytes(secret);
            } else {
                pair = Optional.of(FakeMaterial.make(spec));
            }
        }
    }

    String id() {
        return id;
    }

    String spec() {
        return spec;
    }

    String announcedSpec() {
        return announcedSpec;
    }

    /** Says from now on that it is of that spec. */
    void announce(String otherSpec) {
        announcedSpec = otherSpec;
    }

    String usage() {
        return usage;
    }

    String origin() {
        return origin;
    }

    String state() {
        return state;
    }

    void state(String newState) {
        state = newState;
    }

    Map<String, String> tags() {
        return tags;
    }

    private boolean isSymmetric() {
        return spec.startsWith("HMAC_") || spec.equals("SYMMETRIC_DEFAULT");
    }

    private int secretBytes() {
        return spec.equals("SYMMETRIC_DEFAULT") ? 32 : Integer.parseInt(spec.substring("HMAC_".length())) / Byte.SIZE;
    }

    void requireUsable(String neededUsage) {
        switch (state) {
            case "Enabled" -> {
                if (!neededUsage.isEmpty() && !neededUsage.equals(usage)) {
                    throw new AwsRefusal("InvalidKeyUsageException", "the key usage is " + usage);
                }
            }
            case "Disabled" -> throw new AwsRefusal("DisabledException", id + " is disabled.");
            default -> throw new AwsRefusal("KMSInvalidStateException", id + " is " + state + ".");
        }
    }

    byte[] publicKey() {
        return pair().publicKey();
    }

    private FakeMaterial pair() {
        return pair.orElseThrow(() -> new AwsRefusal("UnsupportedOperationException", "the key is symmetric"));
    }

    byte[] sign(String algorithm, String messageType, byte[] message) {
        requireUsable("SIGN_VERIFY");
        if (!fits(algorithm)) {
            throw new AwsRefusal("InvalidKeyUsageException", "Algorithm is incompatible with key spec " + spec);
        }
        return pair().sign(algorithm, messageType, message);
    }

    private boolean fits(String algorithm) {
        return switch (spec) {
            case "ECC_NIST_P256", "ECC_SECG_P256K1" -> algorithm.equals("ECDSA_SHA_256");
            case "ECC_NIST_P384" -> algorithm.equals("ECDSA_SHA_384");
            case "ECC_NIST_P521" -> algorithm.equals("ECDSA_SHA_512");
            case "ECC_NIST_EDWARDS25519" -> algorithm.startsWith("ED25519_");
            default -> spec.startsWith("RSA_") && algorithm.startsWith("RSASSA_");
        };
    }

    byte[] mac(String algorithm, byte[] message) {
        requireUsable("GENERATE_VERIFY_MAC");
        if (!algorithm.equals(spec.replace("HMAC_", "HMAC_SHA_"))) {
            throw new AwsRefusal("InvalidKeyUsageException", "Algorithm is incompatible with key spec " + spec);
        }
        return FakeMaterial.mac(algorithm, secret, message);
    }

    byte[] agree(byte[] peer) {
        requireUsable("KEY_AGREEMENT");
        return pair().agree(peer);
    }

    /** The form of a symmetric ciphertext is nobody's business: it names its key, then nonce, text and tag. */
    byte[] encrypt(String algorithm, byte[] plaintext, Map<String, String> context) {
        requireEncryption(algorithm);
        if (!algorithm.equals("SYMMETRIC_DEFAULT")) {
            return pair().encrypt(algorithm, plaintext);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        blob.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
        blob.writeBytes(nonce);
        try {
            blob.writeBytes(gcm(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plaintext));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return blob.toByteArray();
    }

    byte[] decrypt(String algorithm, byte[] ciphertext, Map<String, String> context) {
        requireEncryption(algorithm);
        if (!algorithm.equals("SYMMETRIC_DEFAULT")) {
            return pair().decrypt(algorithm, ciphertext);
        }
        if (ciphertext.length <= ID_BYTES + NONCE_BYTES) {
            throw new AwsRefusal("InvalidCiphertextException", "");
        }
        String encryptedBy = new String(Arrays.copyOf(ciphertext, ID_BYTES), StandardCharsets.US_ASCII);
        if (!encryptedBy.equals(id)) {
            boolean wellFormed = encryptedBy.matches("[0-9a-f-]{36}");
            throw new AwsRefusal(wellFormed ? "IncorrectKeyException" : "InvalidCiphertextException", "");
        }
        byte[] nonce = Arrays.copyOfRange(ciphertext, ID_BYTES, ID_BYTES + NONCE_BYTES);
        try {
            return gcm(Cipher.DECRYPT_MODE, nonce, context)
                    .doFinal(Arrays.copyOfRange(ciphertext, ID_BYTES + NONCE_BYTES, ciphertext.length));
        } catch (GeneralSecurityException e) {
            throw new AwsRefusal("InvalidCiphertextException", "");
        }
    }

    private void requireEncryption(String algorithm) {
        requireUsable("ENCRYPT_DECRYPT");
        if (spec.equals("SYMMETRIC_DEFAULT") != algorithm.equals("SYMMETRIC_DEFAULT")) {
            throw new AwsRefusal("InvalidKeyUsageException", "Algorithm is incompatible with key spec " + spec);
        }
    }

    private Cipher gcm(int mode, byte[] nonce, Map<String, String> context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(new TreeMap<>(context).toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** The token to import with, for that way of wrapping. */
    String importToken(String wrapping) {
        if (!origin.equals("EXTERNAL")) {
            throw new AwsRefusal("UnsupportedOperationException", "the origin is " + origin);
        }
        if (wrapping.equals("RSA_AES_KEY_WRAP_SHA_256") == isSymmetric()) {
            throw new AwsRefusal("UnsupportedOperationException", wrapping + " is not for key material of " + spec);
        }
        String token = UUID.randomUUID().toString();
        importTokens.put(token, wrapping);
        return token;
    }

    static byte[] wrappingKey() {
        return WRAPPING.publicKey();
    }

    void importMaterial(String token, byte[] encrypted) {
        String wrapping = importTokens.remove(token);
        if (wrapping == null) {
            throw new AwsRefusal("InvalidImportTokenException", "");
        }
        byte[] octets = wrapping.equals("RSA_AES_KEY_WRAP_SHA_256")
                ? unwrapped(WRAPPING.split(encrypted))
                : WRAPPING.decrypt("RSAES_OAEP_SHA_256", encrypted);
        if (!isSymmetric()) {
            pair = Optional.of(FakeMaterial.read(spec, octets));
        } else if (octets.length == secretBytes()) {
            secret = octets;
        } else {
            throw new AwsRefusal("IncorrectKeyMaterialException", "the key material has a wrong length");
        }
        state = "Enabled";
    }

    private static byte[] unwrapped(byte[][] parts) {
        RFC5649WrapEngine engine = new RFC5649WrapEngine(AESEngine.newInstance());
        engine.init(false, new KeyParameter(WRAPPING.decrypt("RSAES_OAEP_SHA_256", parts[0])));
        try {
            return engine.unwrap(parts[1], 0, parts[1].length);
        } catch (InvalidCipherTextException e) {
            throw new AwsRefusal("InvalidCiphertextException", "");
        }
    }
}
