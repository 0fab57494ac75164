package com.sphereon.kms.wire;

/** Schema {@code WrapKeyResponse}, with our own members from {@code kid} on. */
public record WrapKeyResponse(String wrappedKey, String kid, int keyVersion) {}
