package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyState;
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
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Rows as they were written before keys had lifecycles, in SQL and as they must read today. */
public final class EarlierRows {
    /** Whose rows they are. */
    public static final TenantId TENANT = new TenantId("acme");

    private static final String X = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
    private static final String Y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";
    private static final String CREATED = "2025-10-26T00:30:00.000001Z";
    private static final String UPDATED = "2025-11-12T13:14:15.161718Z";
    private static final String COLUMNS =
            "id, tenant_id, alias, version, kid, provider_id, provider_key_id, origin, control_mode, key_type, key_size,"
                    + " key_use, key_operations, signature_algorithm, public_key_jwk, certificate_chain, progress, state,"
                    + " created_at, created_by_id, updated_at, updated_by_id, deleted_at, deleted_by_id, revision";

    private static final KeyReference LIVE = reference(1, "issuer:credential-signing", Progress.LIVE, KeyState.ACTIVE);
    private static final KeyReference SUSPENDED = reference(2, "suspended", Progress.LIVE, KeyState.SUSPENDED);
    private static final KeyReference CREATING = reference(3, "creating", Progress.CREATING, KeyState.ACTIVE);
    private static final KeyReference DELETED = reference(4, "deleted", Progress.DELETED, KeyState.ACTIVE);
    private static final ConfigProperty PROPERTY =
            new ConfigProperty(TENANT, "a.b", "it's\u20ac", change(CREATED, "creator"), change(UPDATED, "changer"), 3);

    private EarlierRows() {}

    /**
     * Statements that write them.
     *
     * @param prefix what stands before the names of the tables
     * @param moment makes a literal of a moment in UTC, written as ISO 8601 with six digits behind the point
     */
    public static List<String> statements(String prefix, UnaryOperator<String> moment) {
        return List.of(
                insert(prefix, moment, LIVE),
                insert(prefix, moment, SUSPENDED),
                insert(prefix, moment, CREATING),
                insert(prefix, moment, DELETED),
                "insert into " + prefix + "tenant_config_property (tenant_id, property_key, property_value, value_type,"
                        + " revision, created_at, created_by_id, updated_at, updated_by_id) values ('acme', 'a.b',"
                        + " 'it''s\u20ac', 'duration', 3, " + moment.apply(CREATED) + ", 'creator', "
                        + moment.apply(UPDATED) + ", 'changer')",
                "update " + prefix + "change_counter set changes = 41 where tenant_id = 'acme'");
    }

    private static String insert(String prefix, UnaryOperator<String> moment, KeyReference row) {
        boolean known = row.identity().isPresent();
        boolean deleted = row.progress() == Progress.DELETED;
        return "insert into %skey_reference (%s) values ('%s', 'acme', '%s', 1, %s, 'software-default', %s, 'managed',"
                        .formatted(
                                prefix,
                                COLUMNS,
                                row.id(),
                                row.name().alias(),
                                known ? "'" + row.kid() + "'" : "null",
                                known ? "'" + row.existing().providerKeyId().replace("'", "''") + "'" : "null")
                + " 'platform_managed', 'EC', 'P-256', 'sig', 'sign,verify', 'ECDSA_SHA256', %s, %s, '%s', '%s',"
                        .formatted(
                                known ? jwk(row) : "null",
                                known ? "'[\"MIIB\",\"MIIC\"]'" : "null",
                                name(row.progress()),
                                name(row.state()))
                + " %s, 'creator', %s, 'changer', %s, %s, 2)"
                        .formatted(
                                moment.apply(CREATED),
                                moment.apply(UPDATED),
                                deleted ? moment.apply(UPDATED) : "null",
                                deleted ? "'changer'" : "null");
    }

    private static String jwk(KeyReference row) {
        return "'{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\",\"kid\":\"%s\"}'"
                .formatted(X, Y, row.kid());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static KeyReference reference(int number, String alias, Progress progress, KeyState state) {
        Change created = change(CREATED, "creator");
        Change updated = change(UPDATED, "changer");
        Optional<KeyIdentity> identity = Optional.of(new KeyIdentity(
                new Kid("kid-" + number),
                "provider's key " + number,
                Optional.of(PublicKeyMaterial.fromJwk(Map.of("kty", "EC", "crv", "P-256", "x", X, "y", Y))),
                List.of("MIIB", "MIIC")));
        return new KeyReference(
                UUID.fromString("00000000-0000-4000-8000-00000000000" + number),
                new KeyName(TENANT, new KeyAlias(alias), 1),
                new ProviderId("software-default"),
                Origin.MANAGED,
                new KeyParameters(
                        new KeySpec.Ec(Curve.P_256),
                        new KeyUsage(KeyUse.SIG, Set.of(KeyOperation.SIGN, KeyOperation.VERIFY)),
                        Optional.of(SignatureAlgorithm.ECDSA_SHA256)),
                progress == Progress.CREATING ? Optional.empty() : identity,
                progress,
                inState(state, Lifecycle.active(created)),
                created,
                updated,
                progress == Progress.DELETED ? Optional.of(updated) : Optional.empty(),
                2);
    }

    private static Lifecycle inState(KeyState state, Lifecycle active) {
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

    private static Change change(String moment, String subject) {
        return new Change(Instant.parse(moment), subject);
    }

    /** That they read as they were written, and as active since they were created where nothing else was said. */
    public static void assertRead(Persistence persistence) {
        KeyReferenceStore keys = persistence.keyReferences();
        Instant now = Instant.parse(UPDATED).plusSeconds(1);
        assertThat(keys.list(TENANT, Optional.empty())).containsExactly(LIVE, SUSPENDED);
        for (KeyReference row : List.of(LIVE, SUSPENDED, CREATING, DELETED)) {
            assertThat(keys.findById(TENANT, row.id())).contains(row);
            assertThat(keys.isCurrent(row)).isTrue();
        }
        assertThat(keys.findByAlias(TENANT, LIVE.name().alias()).orElseThrow().versions())
                .containsExactly(LIVE);
        assertThat(keys.findByKid(TENANT, SUSPENDED.kid())).containsExactly(SUSPENDED);
        assertThat(keys.findDeleted(TENANT, "deleted")).contains(DELETED);
        assertThat(keys.findUnfinished(now)).containsExactly(CREATING);
        assertThat(keys.listPublished(TENANT, now)).containsExactly(LIVE, SUSPENDED);
        assertThat(keys.findDueDestructions(TENANT, now)).isEmpty();
        assertThat(persistence.tenantConfiguration().list(TENANT)).containsExactly(PROPERTY);
        assertThat(persistence.tenantsWithDueWork(now)).isEmpty();
    }

    /** That the tables take everything that is written today, beside the old rows and over them. */
    public static void assertUsable(Persistence persistence) {
        KeyReferenceStore keys = persistence.keyReferences();
        Instant until = Instant.parse(UPDATED).plusSeconds(60);
        KeyReference gone =
                LIVE.with(LIVE.lifecycle().deactivated(change(UPDATED, "somebody"), Optional.of("old"), until));
        keys.update(gone);
        assertThat(keys.findById(TENANT, LIVE.id())).contains(gone);
        KeyReference compromised =
                gone.with(gone.lifecycle().compromised(change(UPDATED, "somebody"), Optional.empty()));
        keys.update(compromised);
        assertThat(keys.list(TENANT, Optional.empty())).containsExactly(compromised, SUSPENDED);
        persistence.tenantConfiguration().update(PROPERTY.with("new", change(UPDATED, "somebody")));
        for (StoredKind<?> kind : StoredKind.all()) {
            assertWritable(persistence, kind);
        }
        assertThat(persistence.tenantsWithDueWork(TenantRows.DUE)).containsExactly(TENANT);
    }

    private static <T> void assertWritable(Persistence persistence, StoredKind<T> kind) {
        T row = kind.make().apply(TENANT, "new");
        kind.insert().accept(persistence, row);
        assertThat(kind.find().apply(persistence, row)).contains(row);
    }
}
