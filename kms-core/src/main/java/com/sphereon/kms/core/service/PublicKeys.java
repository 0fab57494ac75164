package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.service.ResolveKey.Method;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Resolves references to public keys, of the tenant's own keys and of counterparties'. Safe for use by many threads. */
public final class PublicKeys {
    private final KeySelector selector;
    private final Clock clock;

    PublicKeys(KeySelector selector, Clock clock) {
        this.selector = selector;
        this.clock = clock;
    }

    /** @throws InvalidRequestException when the reference cannot be resolved */
    public ResolvedKey resolve(Caller caller, ResolveKey wish) {
        ResolvedKey resolved = switch (wish.method().orElseGet(() -> method(wish))) {
            case JWK -> shown(caller, wish);
            case KID -> named(caller, wish.selection());
            case X5C -> certified(wish);
        };
        if (wish.verifyChain()) {
            requireTrusted(wish, resolved);
        }
        return resolved;
    }

    private static Method method(ResolveKey wish) {
        if (wish.selection().publicKey().isPresent()) {
            return Method.JWK;
        }
        return wish.selection().named() || wish.x5c().isEmpty() ? Method.KID : Method.X5C;
    }

    private ResolvedKey shown(Caller caller, ResolveKey wish) {
        KeySelection selection = wish.selection();
        PublicKeyMaterial key = selection
                .publicKey()
                .orElseThrow(() -> new InvalidRequestException("keyInfo.key is missing; method JWK needs it"));
        // A name beside the key may be the counterparty's; when it is one of ours, the two must agree.
        Optional<KeyReference> version = selection.named() ? selector.find(caller, selection) : Optional.empty();
        return new ResolvedKey(
                key, version, version.map(v -> v.existing().certificateChain()).orElse(List.of()));
    }

    private ResolvedKey named(Caller caller, KeySelection selection) {
        KeyReference version = selector.require(caller, selection);
        PublicKeyMaterial key = version.existing()
                .publicKey()
                .orElseThrow(() -> new InvalidRequestException(
                        "key '%s' is symmetric and has no public key".formatted(version.kid())));
        return new ResolvedKey(key, Optional.of(version), version.existing().certificateChain());
    }

    private static ResolvedKey certified(ResolveKey wish) {
        PublicKeyMaterial key =
                CertificateChain.parse("keyInfo.x5c", wish.x5c()).leafKey();
        return new ResolvedKey(key, Optional.empty(), wish.x5c());
    }

    private void requireTrusted(ResolveKey wish, ResolvedKey resolved) {
        List<String> chain = resolved.certificateChain().isEmpty() ? wish.x5c() : resolved.certificateChain();
        CertificateChain certificates = CertificateChain.parse("keyInfo.x5c", chain);
        if (!certificates.leafKey().equals(resolved.publicKey())) {
            throw new InvalidRequestException("keyInfo.x5c[0] certifies another public key than the one resolved");
        }
        certificates.requireTrusted(wish.trustedCertificates(), clock);
    }
}
