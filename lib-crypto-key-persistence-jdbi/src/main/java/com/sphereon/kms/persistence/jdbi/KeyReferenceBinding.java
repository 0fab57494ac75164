package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Puts a reference into the parameters of a statement, which are named like the columns. */
final class KeyReferenceBinding {
    private final Dialect dialect;

    KeyReferenceBinding(Dialect dialect) {
        this.dialect = dialect;
    }

    void bind(SqlStatement<?> statement, KeyReference reference) {
        bindName(statement, reference);
        bindParameters(statement, reference.parameters());
        bindIdentity(statement, reference.identity());
        statement
                .bind("origin", lowerCase(reference.origin()))
                .bind("control_mode", controlMode(reference.origin()))
                .bind("progress", lowerCase(reference.progress()))
                .bind("state", lowerCase(reference.state()))
                .bind("revision", reference.revision());
        bindChange(statement, "created", Optional.of(reference.created()));
        bindChange(statement, "updated", Optional.of(reference.updated()));
        bindChange(statement, "deleted", reference.deleted());
    }

    /** All by which a reference can be in another's way. */
    void bindName(SqlStatement<?> statement, KeyReference reference) {
        statement
                .bind("id", reference.id().toString())
                .bind("tenant_id", reference.name().tenant().value())
                .bind("alias", reference.name().alias().value())
                .bind("version", reference.name().version())
                .bind("provider_id", reference.provider().value())
                .bind(
                        "kid",
                        orNull(reference
                                .identity()
                                .map(identity -> identity.kid().value())));
    }

    void bindMoment(SqlStatement<?> statement, String name, Instant moment) {
        statement.bind(name, argument(dialect.toColumn(moment)));
    }

    private static void bindParameters(SqlStatement<?> statement, KeyParameters parameters) {
        String operations = parameters.usage().operations().stream()
                .sorted()
                .map(KeyOperation::jwkName)
                .collect(Collectors.joining(","));
        statement
                .bind("key_type", parameters.spec().keyType().name())
                .bind("key_size", size(parameters.spec()))
                .bind("key_use", lowerCase(parameters.usage().use()))
                .bind("key_operations", operations)
                .bind("signature_algorithm", orNull(parameters.algorithm().map(Enum::name)));
    }

    private static void bindIdentity(SqlStatement<?> statement, Optional<KeyIdentity> identity) {
        statement
                .bind("provider_key_id", orNull(identity.map(KeyIdentity::providerKeyId)))
                .bind("public_key_jwk", orNull(identity.flatMap(KeyReferenceBinding::jwk)))
                .bind(
                        "certificate_chain",
                        orNull(identity.map(KeyIdentity::certificateChain)
                                .filter(chain -> !chain.isEmpty())
                                .map((List<String> chain) -> JsonText.array(chain))));
    }

    private void bindChange(SqlStatement<?> statement, String kind, Optional<Change> change) {
        statement
                .bind(
                        kind + "_at",
                        argument(change.map(Change::at).map(dialect::toColumn).orElse(null)))
                .bind(kind + "_by_id", orNull(change.map(Change::by)));
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

    /** Straight to the driver: Jdbi's own ways with dates go through the time zone of the machine. */
    private static Argument argument(@Nullable Object value) {
        return (position, statement, context) -> statement.setObject(position, value);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String orNull(Optional<String> value) {
        return value.orElse(null);
    }
}
