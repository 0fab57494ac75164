package com.sphereon.kms.testkit.provider;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import com.sphereon.kms.core.model.SigningInput;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A signature or MAC that a standard prints.
 *
 * @param source the document and section
 * @param jwk the private key
 * @param signature in the port's form; for ECDSA one of many possible ones
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KnownAnswer(
        String source, SignatureAlgorithm algorithm, Map<String, String> jwk, byte[] message, byte[] signature) {

    /** All of them. */
    public static List<KnownAnswer> all() {
        return Blocks.read("known-answers.txt").stream()
                .map(block -> new KnownAnswer(
                        field(block, "source"),
                        SignatureAlgorithm.valueOf(field(block, "algorithm")),
                        Blocks.jwk(block),
                        HexFormat.of().parseHex(field(block, "message")),
                        HexFormat.of().parseHex(field(block, "signature"))))
                .toList();
    }

    private static String field(Map<String, String> block, String name) {
        String value = block.get(name);
        if (value == null) {
            throw new IllegalStateException("a block without " + name + ": " + block);
        }
        return value;
    }

    /** The key; the caller closes it. */
    public PrivateKeyMaterial key() {
        return PrivateKeyMaterial.fromJwk(jwk);
    }

    /** What is signed. */
    public SigningInput input() {
        return new SigningInput(algorithm, InputType.RAW, message);
    }

    /** Whether every right implementation computes these very bytes. */
    public boolean deterministic() {
        return algorithm.scheme() != Scheme.ECDSA && algorithm.scheme() != Scheme.RSASSA_PSS;
    }

    @Override
    public String toString() {
        return algorithm + ", " + source;
    }
}
