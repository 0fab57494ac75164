package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.Progress;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Makes a reference of a row. What the model refuses is damage, and is never repaired by guessing. */
final class KeyReferenceMapper implements RowMapper<KeyReference> {
    private final Dialect dialect;

    KeyReferenceMapper(Dialect dialect) {
        this.dialect = dialect;
    }

    /** @throws IntegrityException when the row is not one we can have written */
    @Override
    public KeyReference map(ResultSet row, StatementContext context) throws SQLException {
        String id = row.getString("id");
        try {
            return reference(new Row(row, dialect));
        } catch (RuntimeException e) {
            throw new IntegrityException("stored key reference %s is damaged".formatted(shown(id)), e);
        }
    }

    private static KeyReference reference(Row row) throws SQLException {
        return new KeyReference(
                row.id("id"),
                new KeyName(
                        new TenantId(row.text("tenant_id")), new KeyAlias(row.text("alias")), row.number("version")),
                new ProviderId(row.text("provider_id")),
                row.constant(Origin.class, "origin"),
                parameters(row),
                identity(row),
                row.constant(Progress.class, "progress"),
                lifecycle(row),
                row.change("created"),
                row.change("updated"),
                row.optionalChange("deleted"),
                row.count("revision"));
    }

    private static KeyParameters parameters(Row row) throws SQLException {
        KeyUse use = row.constant(KeyUse.class, "key_use");
        Set<KeyOperation> operations = Stream.of(row.text("key_operations").split(",", -1))
                .map(KeyReferenceMapper::operation)
                .collect(Collectors.toUnmodifiableSet());
        return new KeyParameters(
                spec(row.text("key_type"), row.text("key_size")),
                new KeyUsage(use, operations),
                row.optionalText("signature_algorithm").map(SignatureAlgorithm::valueOf));
    }

    private static Lifecycle lifecycle(Row row) throws SQLException {
        KeyState state = row.constant(KeyState.class, "state");
        return row.optionalText(KeyReferenceSql.LIFECYCLE_ID).isPresent()
                ? new Lifecycle(
                        state,
                        row.change("since"),
                        row.optionalText("reason"),
                        row.optionalMoment("activated_at"),
                        row.optionalMoment("deactivated_at"),
                        row.optionalMoment("compromised_at"),
                        row.optionalMoment("destroyed_at"),
                        row.optionalMoment("destroy_at"),
                        row.optionalMoment("published_until"))
                : untold(state, row.change("created"));
    }

    /** Older versions of this program wrote the state and nothing of how it came to be. */
    private static Lifecycle untold(KeyState state, Change created) {
        Lifecycle active = Lifecycle.active(created);
        return new Lifecycle(
                state,
                active.since(),
                active.reason(),
                active.activated(),
                active.deactivated(),
                active.compromised(),
                active.destroyed(),
                active.destroyAt(),
                active.publishedUntil());
    }

    private static KeySpec spec(String type, String size) {
        return switch (KeyType.valueOf(type)) {
            case EC -> new KeySpec.Ec(curve(size));
            case OKP -> new KeySpec.Okp(curve(size));
            case RSA -> new KeySpec.Rsa(Integer.parseInt(size));
            case OCT -> new KeySpec.Oct(Integer.parseInt(size));
        };
    }

    private static Curve curve(String name) {
        return Curve.fromJwkName(name).orElseThrow(() -> new IllegalArgumentException("unknown curve"));
    }

    private static KeyOperation operation(String jwkName) {
        return Stream.of(KeyOperation.values())
                .filter(operation -> operation.jwkName().equals(jwkName))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("unknown operation"));
    }

    private static Optional<KeyIdentity> identity(Row row) throws SQLException {
        Optional<String> kid = row.optionalText("kid");
        if (kid.isEmpty()) {
            return Optional.empty();
        }
        Optional<PublicKeyMaterial> publicKey =
                row.optionalText("public_key_jwk").map(JsonText::parseObject).map(PublicKeyMaterial::fromJwk);
        List<String> chain =
                row.optionalText("certificate_chain").map(JsonText::parseArray).orElse(List.of());
        return Optional.of(new KeyIdentity(new Kid(kid.get()), row.text("provider_key_id"), publicKey, chain));
    }

    /** An id that is damaged itself must not damage the message. */
    private static String shown(@Nullable String id) {
        return id != null && id.matches("[0-9a-f-]{36}") ? id : "(with a damaged id)";
    }
}
