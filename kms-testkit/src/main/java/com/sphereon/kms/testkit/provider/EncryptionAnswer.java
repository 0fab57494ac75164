package com.sphereon.kms.testkit.provider;

import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a standard prints of encryption, key wrapping or key agreement.
 *
 * @param source the document and section
 * @param fields what is printed, bytes in hex
 */
public record EncryptionAnswer(String source, Map<String, String> fields) {

    /** Content with its key: fields algorithm, iv, associated, plaintext, ciphertext, tag. */
    public static List<EncryptionAnswer> content() {
        return ofKind("content");
    }

    /** Wrapped keys with the wrapping one: fields algorithm, key, wrapped. */
    public static List<EncryptionAnswer> wrapping() {
        return ofKind("wrapping");
    }

    /** Shared secrets with the keys of both sides: field secret. */
    public static List<EncryptionAnswer> agreement() {
        return ofKind("agreement");
    }

    private static List<EncryptionAnswer> ofKind(String kind) {
        return Blocks.read("encryption-answers.txt").stream()
                .filter(block -> kind.equals(block.get("kind")))
                .map(block -> new EncryptionAnswer(block.getOrDefault("source", ""), block))
                .toList();
    }

    /** A text. */
    public String text(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException(this + " has no " + name);
        }
        return value;
    }

    /** Bytes. */
    public byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    /** The private or symmetric key; the caller closes it. */
    public PrivateKeyMaterial key() {
        return PrivateKeyMaterial.fromJwk(Blocks.jwk(fields));
    }

    /** The public key of the other side. */
    public PublicKeyMaterial peer() {
        return PublicKeyMaterial.fromJwk(Blocks.members(fields, "peer."));
    }

    @Override
    public String toString() {
        return source + " " + fields.getOrDefault("algorithm", "");
    }
}
