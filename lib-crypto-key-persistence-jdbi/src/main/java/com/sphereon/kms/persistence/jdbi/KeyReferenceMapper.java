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
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.Progress;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
            return reference(row);
        } catch (RuntimeException e) {
            throw new IntegrityException("stored key reference %s is damaged".formatted(shown(id)), e);
        }
    }

    private KeyReference reference(ResultSet row) throws SQLException {
        return new KeyReference(
                UUID.fromString(required(row, "id")),
                new KeyName(
                        new TenantId(required(row, "tenant_id")),
                        new KeyAlias(required(row, "alias")),
                        row.getInt("version")),
                new ProviderId(required(row, "provider_id")),
                constant(Origin.class, required(row, "origin")),
                parameters(row),
                identity(row),
                constant(Progress.class, required(row, "progress")),
                constant(KeyState.class, required(row, "state")),
                change(row, "created"),
                change(row, "updated"),
                row.getString("deleted_at") == null ? Optional.empty() : Optional.of(change(row, "deleted")),
                row.getLong("revision"));
    }

    private static KeyParameters parameters(ResultSet row) throws SQLException {
        KeyUse use = constant(KeyUse.class, required(row, "key_use"));
        Set<KeyOperation> operations = Stream.of(required(row, "key_operations").split(",", -1))
                .map(KeyReferenceMapper::operation)
                .collect(Collectors.toUnmodifiableSet());
        return new KeyParameters(
                spec(required(row, "key_type"), required(row, "key_size")),
                new KeyUsage(use, operations),
                Optional.ofNullable(row.getString("signature_algorithm")).map(SignatureAlgorithm::valueOf));
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

    private static Optional<KeyIdentity> identity(ResultSet row) throws SQLException {
        String kid = row.getString("kid");
        if (kid == null) {
            return Optional.empty();
        }
        Optional<PublicKeyMaterial> publicKey = Optional.ofNullable(row.getString("public_key_jwk"))
                .map(JsonText::parseObject)
                .map(PublicKeyMaterial::fromJwk);
        List<String> chain = Optional.ofNullable(row.getString("certificate_chain"))
                .map(JsonText::parseArray)
                .orElse(List.of());
        return Optional.of(new KeyIdentity(new Kid(kid), required(row, "provider_key_id"), publicKey, chain));
    }

    private Change change(ResultSet row, String kind) throws SQLException {
        return new Change(dialect.toInstant(row, kind + "_at"), required(row, kind + "_by_id"));
    }

    private static String required(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            throw new IllegalArgumentException(column + " is null");
        }
        return text;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    /** An id that is damaged itself must not damage the message. */
    private static String shown(@Nullable String id) {
        return id != null && id.matches("[0-9a-f-]{36}") ? id : "(with a damaged id)";
    }
}
