package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.service.KeySelection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Between {@link KeyInfo} and the domain. */
public final class KeyInfoMapping {
    /** The member of {@code opts} that says whether {@code input} is the message or its digest. */
    private static final String INPUT_TYPE = "inputType";

    private KeyInfoMapping() {}

    /** The full description of a key version. */
    public static KeyInfo toWire(KeyReference version) {
        return toWire(version, version.name().alias());
    }

    /**
     * The full description of a key version, under the name by which it was asked for where that is the name of a duty: whoever
     * sends the description back means the key that serves the duty, and may know of no other name.
     */
    public static KeyInfo toWire(KeyReference version, @Nullable String askedFor) {
        return toWire(
                version,
                Optional.ofNullable(askedFor)
                        .map(KeyAlias::new)
                        .filter(name -> Duty.named(name).isPresent())
                        .filter(name -> !name.value().equals(version.kid().value()))
                        .orElse(version.name().alias()));
    }

    private static KeyInfo toWire(KeyReference version, KeyAlias alias) {
        return new KeyInfo(
                version.kid().value(),
                PublicKeyMapping.jwk(version),
                signatureAlgorithm(version),
                "PUBLIC",
                PublicKeyMapping.nonEmpty(version.existing().certificateChain()),
                alias.value(),
                version.provider().value(),
                WireNames.origin(version.origin()),
                WireNames.controlMode(version.origin()),
                version.parameters().spec().keyType().name(),
                "JOSE",
                null,
                version.state().name());
    }

    static @Nullable String signatureAlgorithm(KeyReference version) {
        return version.parameters()
                .algorithm()
                .filter(WireNames::isNamed)
                .map(Enum::name)
                .orElse(null);
    }

    /** Which key a request means. Private members of an inline key are not looked at. */
    public static KeySelection toSelection(String field, @Nullable KeyInfo keyInfo) {
        KeyInfo present = Members.require(field, keyInfo);
        return new KeySelection(
                Optional.ofNullable(present.providerId()).map(ProviderId::new),
                Optional.ofNullable(present.alias()).map(KeyAlias::new),
                Optional.ofNullable(present.kid()).map(Kid::new),
                publicKey(present),
                Optional.ofNullable(present.signatureAlgorithm())
                        .map(name -> WireNames.signatureAlgorithm(field + ".signatureAlgorithm", name)));
    }

    /** What the input of a signature request is; the message, unless {@code opts.inputType} says otherwise. */
    public static InputType inputType(String field, @Nullable KeyInfo keyInfo) {
        String given = Optional.ofNullable(Members.require(field, keyInfo).opts())
                .map(opts -> opts.get(INPUT_TYPE))
                .orElse(InputType.RAW.name());
        return Members.constant(field + ".opts." + INPUT_TYPE, given, InputType.class, InputType::name);
    }

    /** The certificates beside the key, or within it. */
    static List<String> certificates(KeyInfo keyInfo) {
        if (keyInfo.x5c() != null) {
            return Members.list(keyInfo.x5c());
        }
        Jwk key = keyInfo.key();
        return key == null ? List.of() : Members.list(key.x5c());
    }

    private static Optional<PublicKeyMaterial> publicKey(KeyInfo keyInfo) {
        Jwk key = keyInfo.key();
        if (key == null || "oct".equals(key.kty())) {
            return Optional.empty();
        }
        return Optional.of(inKeyInfo(() -> PublicKeyMaterial.fromJwk(key.keyMembers())));
    }

    /** Lets errors about {@code key.…} say {@code keyInfo.key.…}, which is where the caller wrote it. */
    static <T> T inKeyInfo(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidRequestException e) {
            String message = String.valueOf(e.getMessage());
            throw new InvalidRequestException(
                    e.code(), (message.startsWith("key.") ? "keyInfo." : "keyInfo.key: ") + message);
        }
    }
}
