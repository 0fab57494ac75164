package com.sphereon.kms.core.service;

import java.util.List;
import java.util.Optional;

/**
 * The wish to learn a public key.
 *
 * @param method how to read the reference; by what it contains, when empty
 * @param x5c Base64 DER certificates, leaf first
 * @param trustedCertificates Base64 DER
 * @param verifyChain whether the certificates must lead to a trusted one
 */
public record ResolveKey(
        KeySelection selection,
        Optional<Method> method,
        List<String> x5c,
        List<String> trustedCertificates,
        boolean verifyChain) {

    /** Ways to refer to a key. */
    public enum Method {
        /** The key itself is shown. */
        JWK,
        /** A name of one of the tenant's keys. */
        KID,
        /** The first certificate certifies it. */
        X5C
    }
}
