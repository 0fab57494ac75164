package com.sphereon.kms.provider.software;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.KeyHandle;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The content of key files: a compact JWE (RFC 7516) around the private JWK (RFC 7517 section 7), wrapped with the
 * master key (A256KW) and encrypted with A256GCM. Its protected header says which tenant's key it is, of which provider
 * and reference, so a file that was moved or swapped does not open.
 */
final class SealedKeys {
    private static final JWEAlgorithm WRAPPING = JWEAlgorithm.A256KW;
    private static final EncryptionMethod ENCRYPTION = EncryptionMethod.A256GCM;

    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){4}");

    private final ProviderId provider;
    private final MasterKeys masterKeys;

    SealedKeys(ProviderId provider, MasterKeys masterKeys) {
        this.provider = provider;
        this.masterKeys = masterKeys;
    }

    /** Encrypts a key for its place. */
    byte[] seal(KeyHandle handle, PrivateKeyMaterial material) {
        MasterKey masterKey = masterKeys.current();
        Map<String, Object> jwk = new HashMap<>(material.toJwk());
        JWEObject jwe = new JWEObject(header(handle, masterKey.id()), new Payload(jwk));
        try {
            jwe.encrypt(new AESEncrypter(masterKey.key()));
        } catch (JOSEException e) {
            throw new ProviderFailedException("the key could not be encrypted", e);
        }
        return jwe.serialize().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Decrypts the key of a place. The caller closes it.
     *
     * @throws IntegrityException when the file is damaged, is another place's, or is under an unknown master key
     */
    PrivateKeyMaterial open(KeyHandle handle, byte[] file) {
        JWEObject jwe = parse(file);
        MasterKey masterKey = masterKey(jwe);
        Map<String, Object> expected = header(handle, masterKey.id()).toJSONObject();
        if (!jwe.getHeader().toJSONObject().equals(expected)) {
            throw new IntegrityException("the stored key belongs to another place than it was found at", null);
        }
        try {
            jwe.decrypt(new AESDecrypter(masterKey.key()));
            return PrivateKeyMaterial.fromJwk(members(jwe.getPayload()));
        } catch (JOSEException | InvalidRequestException e) {
            throw damaged(e);
        }
    }

    /** The id of the master key a file says it is under, if it is readable that far and that key is not among ours. */
    Optional<String> unknownMasterKey(byte[] file) {
        try {
            String id = id(parse(file));
            return masterKeys.find(id).isPresent() ? Optional.empty() : Optional.of(id);
        } catch (IntegrityException e) {
            // one damaged file is reported when its key is used; the others are not to suffer from it
            return Optional.empty();
        }
    }

    private MasterKey masterKey(JWEObject jwe) {
        String id = id(jwe);
        return masterKeys
                .find(id)
                .orElseThrow(() -> new IntegrityException(
                        "the stored key is encrypted with another master key than those configured",
                        new IllegalStateException("master key %s is needed, configured are %s; see settings %s and %s"
                                .formatted(
                                        id,
                                        masterKeys.ids(),
                                        SoftwareSettings.MASTER_KEY,
                                        SoftwareSettings.PREVIOUS_MASTER_KEYS))));
    }

    private static String id(JWEObject jwe) {
        return Objects.requireNonNullElse(jwe.getHeader().getKeyID(), "");
    }

    private JWEHeader header(KeyHandle handle, String masterKeyId) {
        return new JWEHeader.Builder(WRAPPING, ENCRYPTION)
                .contentType("jwk+json")
                .keyID(masterKeyId)
                .customParam("tenant", handle.tenant().value())
                .customParam("provider", provider.value())
                .customParam("reference", handle.providerKeyId())
                .build();
    }

    private static JWEObject parse(byte[] file) {
        if (file.length > KeyFolder.MAX_FILE_BYTES) {
            throw damaged(new IllegalStateException("longer than " + KeyFolder.MAX_FILE_BYTES + " bytes"));
        }
        String text = new String(file, StandardCharsets.ISO_8859_1);
        if (!COMPACT.matcher(text).matches()) {
            // the library would skip characters that do not belong there
            throw damaged(new IllegalStateException("not the compact serialization of RFC 7516 section 7.1"));
        }
        try {
            return JWEObject.parse(text);
        } catch (ParseException | RuntimeException e) {
            // it answers some headers without the members it expects with runtime exceptions
            throw damaged(e);
        }
    }

    private static Map<String, String> members(Payload payload) {
        Map<String, Object> json = payload.toJSONObject();
        if (json == null) {
            throw damaged(new IllegalStateException("the content is no JSON object"));
        }
        Map<String, String> members = new HashMap<>();
        json.forEach((name, value) -> {
            if (value instanceof String text) {
                members.put(name, text);
            }
        });
        return members;
    }

    private static IntegrityException damaged(Exception cause) {
        return new IntegrityException("the stored key is damaged", cause);
    }

    /** Wipes the master keys. */
    void close() {
        masterKeys.close();
    }
}
