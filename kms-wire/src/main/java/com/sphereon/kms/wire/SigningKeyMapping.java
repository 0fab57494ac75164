package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.service.SigningKey;
import com.sphereon.kms.core.service.SigningKeySetting;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Between the schemas of signing keys and the domain. */
public final class SigningKeyMapping {
    private SigningKeyMapping() {}

    /** The setting, complete: what is left out is as it is by default. */
    public static SigningKeySetting toDomain(SigningKeyRequest request) {
        return new SigningKeySetting(
                Optional.ofNullable(request.alias()).map(KeyAlias::new),
                !Boolean.FALSE.equals(request.enabled()),
                !Boolean.FALSE.equals(request.provisioning()));
    }

    /** @param published whether verifiers are told of a version now */
    public static SigningKeyInfo toWire(SigningKey key, Predicate<KeyReference> published) {
        Optional<UUID> primary = key.primary().map(KeyReference::id);
        return new SigningKeyInfo(
                key.duty().service().value(),
                key.duty().purpose().text(),
                key.alias().value(),
                source(key.source()),
                key.setting().enabled(),
                key.setting().provisioning(),
                key.versions().stream()
                        .map(version -> KeyVersionMapping.toWire(
                                version, primary.filter(version.id()::equals).isPresent(), published.test(version)))
                        .toList());
    }

    private static String source(SigningKey.Source source) {
        return switch (source) {
            case DEFAULT -> "default";
            case OPERATOR -> "operator";
        };
    }
}
