package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.service.Signed;
import com.sphereon.kms.core.service.Verified;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From signatures and what was found out about them to the schemas. */
public final class SignatureMapping {
    private SignatureMapping() {}

    /** The signature, and with which version of the key it was made. */
    public static CreateRawSignatureResponse toWire(Signed signed) {
        return new CreateRawSignatureResponse(
                Base64Text.encode(signed.signature()),
                signed.version().kid().value(),
                algorithm(signed.algorithm()),
                signed.version().name().version());
    }

    /** Whether the signature is valid; of a key of the tenant also which version it is, and what it is worth. */
    public static VerifyRawSignatureResponse toWire(Verified verified) {
        Optional<Lifecycle> compromised =
                verified.version().map(KeyReference::lifecycle).filter(Lifecycle::isCompromised);
        return new VerifyRawSignatureResponse(
                verified.valid(),
                verified.version().map(version -> version.kid().value()).orElse(null),
                verified.version().map(version -> version.state().name()).orElse(null),
                compromised.map(Lifecycle::isCompromised).orElse(null),
                KeyVersionMapping.moment(compromised.flatMap(Lifecycle::compromised)),
                compromised.flatMap(Lifecycle::reason).orElse(null));
    }

    private static @Nullable String algorithm(SignatureAlgorithm algorithm) {
        return WireNames.isNamed(algorithm) ? algorithm.name() : null;
    }
}
