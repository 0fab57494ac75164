package com.sphereon.kms.wire;

/** Schema {@code EncryptResponse}, with our own members from {@code kid} on. */
public record EncryptResponse(String ciphertext, String iv, String authTag, String kid, int keyVersion) {}
