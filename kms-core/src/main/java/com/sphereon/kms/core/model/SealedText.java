package com.sphereon.kms.core.model;

/**
 * What authenticated encryption makes of a plaintext. The arrays are handed through without copies: whoever holds one must
 * not change them.
 *
 * @param iv as long as the algorithm says
 * @param tag as long as the algorithm says; it also authenticates what was given beside the plaintext
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SealedText(byte[] ciphertext, byte[] iv, byte[] tag) {}
