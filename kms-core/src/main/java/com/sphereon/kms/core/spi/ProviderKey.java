package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider tells of a key it holds.
 *
 * @param providerKeyId the provider's own identifier, to be used in a {@link KeyHandle}
 * @param canonicalKid the identifier the provider's users know the key by, where there is one
 * @param publicKey the public half; none for symmetric keys
 * @param certificateChain the certificates the provider keeps with the key, Base64 of DER, that of the key first (RFC 7517
 *     section 4.7); mostly empty
 * @param usage what the backend lets it be used for, where it says so
 * @param algorithm what it signs with at the backend, where there is one only, or one that is to be preferred
 */
public record ProviderKey(
        String providerKeyId,
        Optional<Kid> canonicalKid,
        KeySpec spec,
        Optional<PublicKeyMaterial> publicKey,
        List<String> certificateChain,
        Optional<KeyUsage> usage,
        Optional<SignatureAlgorithm> algorithm) {

    /** @throws IllegalArgumentException when the public key is of another kind than the key */
    public ProviderKey {
        certificateChain = List.copyOf(certificateChain);
        if (publicKey.isPresent() && !publicKey.get().spec().equals(spec)) {
            throw new IllegalArgumentException(
                    "public key is " + publicKey.get().spec() + ", the key is " + spec);
        }
    }

    /** Whose backend does not say what it may be used for. */
    public ProviderKey(
            String providerKeyId,
            Optional<Kid> canonicalKid,
            KeySpec spec,
            Optional<PublicKeyMaterial> publicKey,
            List<String> certificateChain) {
        this(providerKeyId, canonicalKid, spec, publicKey, certificateChain, Optional.empty(), Optional.empty());
    }

    /** Without certificates. */
    public ProviderKey(
            String providerKeyId, Optional<Kid> canonicalKid, KeySpec spec, Optional<PublicKeyMaterial> publicKey) {
        this(providerKeyId, canonicalKid, spec, publicKey, List.of());
    }

    /** The same, when the backend says what it may be used for. */
    public ProviderKey permitting(KeyUsage permitted, Optional<SignatureAlgorithm> preferred) {
        return new ProviderKey(
                providerKeyId, canonicalKid, spec, publicKey, certificateChain, Optional.of(permitted), preferred);
    }

    /**
     * What to note of the key as far as the backend says it, and for the rest what is usual of its kind.
     *
     * @throws InvalidRequestException when a key of its kind cannot be used for that, or with no algorithm
     */
    public KeyParameters parameters() {
        return KeyParameters.of(spec, usage.orElseGet(() -> KeyUsage.of(spec, Optional.empty(), Set.of())), algorithm);
    }
}
