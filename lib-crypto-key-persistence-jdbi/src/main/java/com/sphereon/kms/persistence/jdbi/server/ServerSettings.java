package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.Settings;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of a database server.
 *
 * @param password where the password is; read anew for each connection
 * @param tenantSchemas names the schema of each tenant
 * @param platformSchema the schema of what belongs to no tenant; never that of a tenant
 * @param createSchemas whether a tenant's missing schema is made; one that exists is migrated in either case
 */
public record ServerSettings(
        ServerAddress address,
        String username,
        SecretReference password,
        SchemaPattern tenantSchemas,
        String platformSchema,
        boolean createSchemas,
        PoolSettings pool,
        TlsSettings tls) {
    /** Name of the setting that says where the password is. */
    public static final String PASSWORD = "password";

    /** All settings, in kebab-case. */
    public static final Set<String> NAMES = Set.of(
            ServerAddress.HOST,
            ServerAddress.PORT,
            ServerAddress.DATABASE,
            ServerAddress.URL,
            "username",
            PASSWORD,
            "schema-pattern",
            "schema",
            "create-schemas",
            "isolation",
            PoolSettings.MAX_SIZE,
            PoolSettings.MIN_IDLE,
            PoolSettings.CONNECTION_TIMEOUT,
            PoolSettings.MAX_LIFETIME,
            TlsSettings.MODE,
            TlsSettings.CA_CERTIFICATE,
            TlsSettings.CERTIFICATE,
            TlsSettings.KEY);

    private static final Logger LOG = LoggerFactory.getLogger(ServerSettings.class);
    private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** @throws InvalidSettingException when one is missing or wrong */
    public static ServerSettings parse(Settings settings, ServerKind kind) {
        ServerAddress address = ServerAddress.parse(settings, kind);
        String isolation = settings.text("isolation").orElse("schema");
        if (!isolation.equals("schema")) {
            throw new InvalidSettingException("isolation", "must be schema: each tenant has a schema of its own");
        }
        SchemaPattern tenantSchemas = SchemaPattern.parse(
                "schema-pattern", settings.text("schema-pattern").orElse("tenant_{id}"), kind.maxSchemaChars());
        return new ServerSettings(
                address,
                settings.requireText("username"),
                settings.secret(PASSWORD)
                        .orElseThrow(() -> new InvalidSettingException(PASSWORD, "is required but not set")),
                requireOwnNames(tenantSchemas, kind),
                platformSchema(settings, tenantSchemas, kind),
                settings.flag("create-schemas", true),
                PoolSettings.parse(settings),
                TlsSettings.parse(settings, defaultMode(settings, address)));
    }

    /**
     * As the drivers do themselves, since a database inside a cluster often has no certificate anyone could check; the
     * start warns of it. Whoever names an authority wants it asked.
     */
    private static TlsMode defaultMode(Settings settings, ServerAddress address) {
        if (settings.text(TlsSettings.CA_CERTIFICATE).isPresent()) {
            return TlsMode.VERIFY_FULL;
        }
        if (!address.local() && settings.text(TlsSettings.MODE).isEmpty()) {
            LOG.warn(
                    "{} is not set: whoever is between here and the database at {} may read and change everything. Set it"
                            + " to verify-full",
                    TlsSettings.MODE,
                    address.shown());
        }
        return TlsMode.PREFER;
    }

    private static SchemaPattern requireOwnNames(SchemaPattern pattern, ServerKind kind) {
        kind.systemSchemas().stream().filter(pattern::mayProduce).findFirst().ifPresent(schema -> {
            throw new InvalidSettingException("schema-pattern", "would give a tenant the server's own " + schema);
        });
        return pattern;
    }

    private static String platformSchema(Settings settings, SchemaPattern tenantSchemas, ServerKind kind) {
        String schema = settings.text("schema").orElse("kms_platform");
        if (!SCHEMA.matcher(schema).matches() || kind.systemSchemas().contains(schema)) {
            throw new InvalidSettingException(
                    "schema",
                    "must be 1 to 63 lower-case letters, digits and underscores, first a letter, and not the"
                            + " server's own");
        }
        if (tenantSchemas.mayProduce(schema)) {
            throw new InvalidSettingException(
                    "schema", "could be the schema of a tenant, by schema-pattern; change one of the two");
        }
        return schema;
    }
}
