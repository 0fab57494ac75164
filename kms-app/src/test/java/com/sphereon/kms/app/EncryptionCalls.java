package com.sphereon.kms.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What keys are used for besides signing, one call each; keys are named by their aliases. */
record EncryptionCalls(KmsClient client) {

    Answer encrypt(String alias, String plaintext) {
        return client.post(
                "/encryption/encrypt",
                Json.object("keyInfo", named(alias), "plaintext", plaintext, "algorithm", "A256GCM"));
    }

    /** @param encrypted what {@link #encrypt} answered */
    Answer decrypt(String alias, JsonNode encrypted) {
        return client.post(
                "/encryption/decrypt",
                Json.object(
                        "keyInfo",
                        named(alias),
                        "algorithm",
                        "A256GCM",
                        "ciphertext",
                        encrypted.get("ciphertext"),
                        "iv",
                        encrypted.get("iv"),
                        "authTag",
                        encrypted.get("authTag")));
    }

    Answer wrap(String alias, String key) {
        return client.post(
                "/encryption/wrap",
                Json.object("wrappingKeyInfo", named(alias), "keyToWrap", key, "algorithm", "A256KW"));
    }

    Answer unwrap(String alias, String wrapped) {
        return client.post(
                "/encryption/unwrap",
                Json.object("unwrappingKeyInfo", named(alias), "wrappedKey", wrapped, "algorithm", "A256KW"));
    }

    Answer agree(String alias, String publicAlias) {
        return client.post(
                "/encryption/key-agreement",
                Json.object(
                        "privateKeyInfo", named(alias), "publicKeyInfo", named(publicAlias), "algorithm", "ECDH_ES"));
    }

    private static ObjectNode named(String alias) {
        return Json.object("alias", alias);
    }
}
