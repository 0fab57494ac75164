package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A key that signs notes (C2SP signed-note), by its public half. For Ed25519 its id is the one that specification gives; for
 * all else it is made the same way with a type of our own, as the specification provides.
 *
 * @param name of the log, which is its origin
 */
public record NoteKey(String name, PublicKeyMaterial key, SignatureAlgorithm algorithm) {
    private static final int ID_BYTES = 4;
    private static final byte ED25519 = 1;
    private static final byte LONG_TYPE = (byte) 0xff;
    private static final String OWN_TYPES = "kms.sphereon.com/jose/";
    private static final int VERIFIER_KEY_PARTS = 3;

    /**
     * The key that {@link #verifierKey()} wrote.
     *
     * @throws IllegalArgumentException when it is none, or not one for Ed25519
     */
    public static NoteKey parse(String verifierKey) {
        String[] parts = verifierKey.split("\\+", VERIFIER_KEY_PARTS);
        if (parts.length != VERIFIER_KEY_PARTS || !Checkpoint.isOrigin(parts[0])) {
            throw new IllegalArgumentException("a verifier key is a name, a key id and a key, with plus between them");
        }
        byte[] typeAndKey = Base64.getDecoder().decode(parts[2]);
        if (typeAndKey.length != 1 + Curve.ED25519.coordinateBytes() || typeAndKey[0] != ED25519) {
            throw new IllegalArgumentException("a verifier key is for Ed25519");
        }
        NoteKey key = new NoteKey(
                parts[0],
                new PublicKeyMaterial.Okp(Curve.ED25519, Arrays.copyOfRange(typeAndKey, 1, typeAndKey.length)),
                SignatureAlgorithm.ED25519);
        if (!key.verifierKey().map(verifierKey::equals).orElse(false)) {
            throw new IllegalArgumentException("the key id of the verifier key is not that of its name and key");
        }
        return key;
    }

    /** The first four octets of a digest over name, type and key. */
    byte[] id() {
        byte[] line = (name + "\n").getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(Sha256.of(line, typeAndKey()).bytes(), ID_BYTES);
    }

    /** How verifiers of other makes want the key: name, id and key in one text; only for Ed25519. */
    public Optional<String> verifierKey() {
        return isEd25519()
                ? Optional.of("%s+%s+%s"
                        .formatted(
                                name,
                                HexFormat.of().formatHex(id()),
                                Base64.getEncoder().encodeToString(typeAndKey())))
                : Optional.empty();
    }

    private byte[] typeAndKey() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (isEd25519() && key instanceof PublicKeyMaterial.Okp okp) {
            bytes.write(ED25519);
            bytes.writeBytes(okp.x());
        } else {
            bytes.write(LONG_TYPE);
            bytes.writeBytes((OWN_TYPES + algorithm.joseName() + "\n").getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(key.thumbprint().value().getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private boolean isEd25519() {
        return key instanceof PublicKeyMaterial.Okp okp && okp.curve() == Curve.ED25519;
    }
}
