package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Puts a reference into the parameters of a statement, which are named like the columns. */
final class KeyReferenceBinding {
    private KeyReferenceBinding() {}

    /** What is in {@code key_reference}. */
    static void bind(Columns columns, KeyReference reference) {
        bindName(columns, reference);
        bindParameters(columns, reference.parameters());
        bindIdentity(columns, reference.identity());
        columns.constant("origin", reference.origin())
                .text("control_mode", controlMode(reference.origin()))
                .constant("progress", reference.progress())
                .constant("state", reference.state())
                .number("revision", reference.revision())
                .change("created", reference.created())
                .change("updated", reference.updated())
                .change("deleted", reference.deleted());
    }

    /** All by which a reference can be in another's way. */
    static void bindName(Columns columns, KeyReference reference) {
        bindId(columns, reference)
                .text("alias", reference.name().alias().value())
                .number("version", reference.name().version())
                .text("provider_id", reference.provider().value())
                .text("kid", reference.identity().map(identity -> identity.kid().value()));
    }

    /** What is in {@code key_lifecycle}. */
    static void bindLifecycle(Columns columns, KeyReference reference) {
        Lifecycle lifecycle = reference.lifecycle();
        bindId(columns, reference)
                .text("reason", lifecycle.reason())
                .change("since", lifecycle.since())
                .moment("activated_at", lifecycle.activated())
                .moment("deactivated_at", lifecycle.deactivated())
                .moment("compromised_at", lifecycle.compromised())
                .moment("destroyed_at", lifecycle.destroyed())
                .moment("destroy_at", lifecycle.destroyAt())
                .moment("published_until", lifecycle.publishedUntil());
    }

    private static Columns bindId(Columns columns, KeyReference reference) {
        return columns.id("id", reference.id())
                .text("tenant_id", reference.name().tenant().value());
    }

    private static void bindParameters(Columns columns, KeyParameters parameters) {
        String operations = parameters.usage().operations().stream()
                .sorted()
                .map(KeyOperation::jwkName)
                .collect(Collectors.joining(","));
        columns.text("key_type", parameters.spec().keyType().name())
                .text("key_size", size(parameters.spec()))
                .constant("key_use", parameters.usage().use())
                .text("key_operations", operations)
                .text("signature_algorithm", parameters.algorithm().map(Enum::name));
    }

    private static void bindIdentity(Columns columns, Optional<KeyIdentity> identity) {
        columns.text("provider_key_id", identity.map(KeyIdentity::providerKeyId))
                .text("public_key_jwk", identity.flatMap(KeyReferenceBinding::jwk))
                .text(
                        "certificate_chain",
                        identity.map(KeyIdentity::certificateChain)
                                .filter(chain -> !chain.isEmpty())
                                .map((List<String> chain) -> JsonText.array(chain)));
    }

    private static Optional<String> jwk(KeyIdentity identity) {
        return identity.publicKey().map((PublicKeyMaterial key) -> {
            SequencedMap<String, String> members = key.toJwk();
            members.put("kid", identity.kid().value());
            return JsonText.object(members);
        });
    }

    private static String size(KeySpec spec) {
        return switch (spec) {
            case KeySpec.Ec ec -> ec.curve().jwkName();
            case KeySpec.Okp okp -> okp.curve().jwkName();
            case KeySpec.Rsa rsa -> Integer.toString(rsa.sizeBits());
            case KeySpec.Oct oct -> Integer.toString(oct.sizeBits());
        };
    }

    private static String controlMode(Origin origin) {
        return switch (origin) {
            case MANAGED -> "platform_managed";
            case EXTERNAL -> "externally_managed";
        };
    }
}
