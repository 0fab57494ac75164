package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.wire.Base64Text;
import com.sphereon.kms.wire.CreateRawSignatureResponse;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers about the use of a key: that they are about that key, and have the form they must have. */
final class AnsweredUse {
    private static final Set<Integer> RSA_SIGNATURE_BYTES = Set.of(256, 384, 512);
    private static final int EDWARDS_COORDINATES = 2;

    private AnsweredUse() {}

    /**
     * The signature or MAC.
     *
     * @throws RemoteFailure when it is by another key or algorithm, or cannot be one at all
     */
    static byte[] signature(KeyHandle key, SigningInput input, CreateRawSignatureResponse answer) {
        requireAbout(key, answer.kid());
        String algorithm = answer.signatureAlgorithm();
        if (algorithm != null && !algorithm.equals(input.algorithm().name())) {
            throw WireJson.unexpected("the answer was made with another algorithm");
        }
        byte[] signature = bytes(answer.signature());
        if (!isLength(signature.length, input)) {
            throw WireJson.unexpected("the answer has %d bytes, which is no signature with %s"
                    .formatted(signature.length, input.algorithm()));
        }
        return signature;
    }

    private static boolean isLength(int bytes, SigningInput input) {
        return switch (input.algorithm().defaultKeySpec()) {
            case KeySpec.Ec ec -> bytes == 2 * ec.curve().coordinateBytes();
            case KeySpec.Okp okp -> bytes == EDWARDS_COORDINATES * okp.curve().coordinateBytes();
            case KeySpec.Rsa rsa -> RSA_SIGNATURE_BYTES.contains(bytes);
            case KeySpec.Oct oct ->
                bytes == input.algorithm().digest().orElseThrow().lengthBytes();
        };
    }

    /** Where nothing can be verified, that the server says the same kid is all there is to go by; so it has to. */
    static void requireAbout(KeyHandle key, @Nullable String kid) {
        if (!key.providerKeyId().equals(kid)) {
            throw WireJson.unexpected("the answer is about another key");
        }
    }

    /** @throws RemoteFailure when it is not there or no Base64 */
    static byte[] bytes(@Nullable String member) {
        try {
            return Base64Text.decode("the answer", member);
        } catch (InvalidRequestException e) {
            throw WireJson.unexpected("the answer has a member that is missing or no Base64");
        }
    }

    /** @throws RemoteFailure when it is not there, no Base64, or has another length */
    static byte[] bytes(@Nullable String member, int length) {
        byte[] bytes = bytes(member);
        if (bytes.length != length) {
            throw WireJson.unexpected("the answer has a member of the wrong length");
        }
        return bytes;
    }

    /** A secret, which the caller closes. */
    static SecretBytes secret(@Nullable String member) {
        byte[] octets = bytes(member);
        SecretBytes secret = SecretBytes.copyOf(octets);
        Arrays.fill(octets, (byte) 0);
        return secret;
    }

    /** What two keys on that curve share. */
    static SecretBytes shared(Curve curve, @Nullable String member) {
        SecretBytes secret = secret(member);
        if (secret.length() != curve.coordinateBytes()) {
            secret.close();
            throw WireJson.unexpected("the answer has a secret of the wrong length");
        }
        return secret;
    }
}
