package com.sphereon.kms.core.model;

/**
 * What is to be signed or verified, and how.
 *
 * <p>The array is handed through without a copy, since this is the hot path: whoever holds an input must not change it.
 *
 * @param bytes the message or its digest
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SigningInput(SignatureAlgorithm algorithm, InputType type, byte[] bytes) {

    /** @throws InvalidRequestException when a digest is given to an algorithm without one, or has another length */
    public SigningInput {
        if (type == InputType.DIGEST) {
            requireDigest(algorithm, bytes);
        }
    }

    private static void requireDigest(SignatureAlgorithm algorithm, byte[] bytes) {
        if (!algorithm.acceptsDigest()) {
            throw new InvalidRequestException(
                    "keyInfo.opts.inputType 'DIGEST' is not possible with %s, which signs the message itself"
                            .formatted(algorithm));
        }
        int expectedBytes = algorithm.digest().orElseThrow().lengthBytes();
        if (bytes.length != expectedBytes) {
            throw new InvalidRequestException(
                    "input has %d bytes; a digest for %s has %d".formatted(bytes.length, algorithm, expectedBytes));
        }
    }
}
