package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a service told of one of its credentials. Immutable.
 *
 * @param enabled whether key and certificate are good, as the service sees it
 * @param algorithms the names of the algorithms it can be used with
 */
record Credential(
        ProviderKey key, Certificates certificates, boolean enabled, Set<String> algorithms, Activation activation) {

    /**
     * Of a service's own identifier and certificates.
     *
     * @throws RemoteFailure when there is nothing we could use it for
     */
    static Credential of(
            String id, Certificates certificates, boolean enabled, Set<String> algorithms, Activation activation) {
        PublicKeyMaterial publicKey = certificates.publicKey();
        SignatureAlgorithm preferred = SignatureAlgorithm.fitting(publicKey.spec()).stream()
                .filter(algorithm -> SignatureOids.name(algorithm, algorithms).isPresent())
                .findFirst()
                .orElseThrow(() -> RemoteFailure.of(Kind.INVALID, "the credential has no algorithm that is supported"));
        ProviderKey key = new ProviderKey(
                        id, Optional.of(new Kid(id)), publicKey.spec(), Optional.of(publicKey), certificates.base64())
                .permitting(KeyUsage.of(publicKey.spec(), Optional.of(KeyUse.SIG), Set.of()), Optional.of(preferred));
        return new Credential(key, certificates, enabled, Set.copyOf(algorithms), activation);
    }

    /** Whether it may be used at that moment. */
    boolean isUsable(Instant now) {
        return enabled && certificates.isValid(now);
    }

    /** @throws RemoteFailure when it may not be used at that moment */
    void requireUsable(Instant now) {
        if (!isUsable(now)) {
            throw RemoteFailure.of(
                    Kind.DISABLED, "the credential's key or certificate is disabled, revoked or expired");
        }
    }

    /** @throws RemoteFailure when the algorithm does not fit the key, or the service does not offer it with the key */
    String nameOf(SignatureAlgorithm algorithm) {
        return SignatureOids.name(algorithm, algorithms)
                .filter(name -> algorithm.fits(key.spec()))
                .orElseThrow(() -> RemoteFailure.of(
                        Kind.INVALID,
                        "%s cannot be used with this credential, whose key is of type %s"
                                .formatted(algorithm, key.spec())));
    }
}
