package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a leaf says of its place in the log.
 *
 * @param previous the leaf hash of the event before
 */
record Leaf(long index, Sha256 previous, String tenant, String time) {

    /** @throws IllegalArgumentException when the octets cannot be a leaf */
    static Leaf parse(byte[] octets) {
        for (byte octet : octets) {
            if (octet <= ' ' || octet > '~') {
                throw new IllegalArgumentException("it is not visible ASCII");
            }
        }
        CanonicalJson json = CanonicalJson.read(new String(octets, StandardCharsets.US_ASCII));
        return new Leaf(json.number("index"), hash(json.text("previous")), json.text("tenant"), json.text("time"));
    }

    private static Sha256 hash(String base64Url) {
        Sha256 hash = Sha256.fromBytes(Base64.getUrlDecoder().decode(base64Url));
        if (!hash.base64Url().equals(base64Url)) {
            throw new IllegalArgumentException("its member 'previous' is not base64url as it must be");
        }
        return hash;
    }
}
