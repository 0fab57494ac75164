package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a caller says which key to use. An alias selects, a kid is checked against it; a public key, where given, must be
 * that of the key selected, or selects it itself.
 *
 * @param provider where the key must be
 * @param algorithm what to sign or verify with; the key's own when empty
 */
public record KeySelection(
        Optional<ProviderId> provider,
        Optional<KeyAlias> alias,
        Optional<Kid> kid,
        Optional<PublicKeyMaterial> publicKey,
        Optional<SignatureAlgorithm> algorithm) {

    /** The key of that name, with its own algorithm. */
    public static KeySelection of(KeyAlias alias) {
        return new KeySelection(
                Optional.empty(), Optional.of(alias), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What the audit trail says of it as long as no key is found. */
    AuditTarget target() {
        return new AuditTarget(
                alias, Optional.empty(), provider, kid, algorithm.map(Function.identity()), Optional.empty());
    }

    /** Whether the key is named, and not only shown. */
    boolean named() {
        return alias.isPresent() || kid.isPresent();
    }

    @Override
    public String toString() {
        return alias.map(a -> "alias '" + a + "'")
                .or(() -> kid.map(k -> "kid '" + k + "'"))
                .or(() -> publicKey.map(k -> "thumbprint '" + k.thumbprint() + "'"))
                .orElse("nothing");
    }
}
