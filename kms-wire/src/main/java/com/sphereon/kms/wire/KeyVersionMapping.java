package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Lifecycle;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From key versions to {@link KeyVersion}. */
public final class KeyVersionMapping {
    private KeyVersionMapping() {}

    /**
     * What is known of a version.
     *
     * @param primary whether it stands for its key
     * @param published whether verifiers are told of it now
     */
    public static KeyVersion toWire(KeyReference version, boolean primary, boolean published) {
        Lifecycle lifecycle = version.lifecycle();
        return new KeyVersion(
                version.name().version(),
                version.kid().value(),
                version.name().alias().value(),
                version.provider().value(),
                version.state().name(),
                primary,
                published,
                WireNames.origin(version.origin()),
                WireNames.controlMode(version.origin()),
                version.parameters().spec().keyType().name(),
                KeyInfoMapping.signatureAlgorithm(version),
                publicKey(version),
                version.created().at().toString(),
                version.created().by(),
                lifecycle.since().at().toString(),
                lifecycle.since().by(),
                lifecycle.reason().orElse(null),
                moment(lifecycle.activated()),
                moment(lifecycle.deactivated()),
                moment(lifecycle.compromised()),
                // Once it is destroyed this is when to look after its material again, which is nobody's concern.
                moment(lifecycle.destroyAt().filter(at -> version.state() != KeyState.DESTROYED)),
                moment(lifecycle.destroyed()),
                moment(lifecycle.publishedUntil()));
    }

    private static @Nullable Jwk publicKey(KeyReference version) {
        return version.existing().publicKey().isPresent() ? PublicKeyMapping.jwk(version) : null;
    }

    static @Nullable String moment(Optional<Instant> moment) {
        return moment.map(Instant::toString).orElse(null);
    }
}
