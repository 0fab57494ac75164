package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.persistence.jdbi.Dialect;
import com.sphereon.kms.persistence.jdbi.Migrations;

/** The schema of what belongs to no tenant. Safe for use by many threads. */
public final class PlatformSchema {
    private final String schema;
    private final Migrations migrations;
    private final SchemaSetup setup;

    /** Does nothing yet. */
    public PlatformSchema(String schema, Migrations migrations, SchemaSetup setup) {
        this.schema = schema;
        this.migrations = migrations;
        this.setup = setup;
    }

    /**
     * Makes sure that the schema exists and is current. May be repeated, and run by several processes at once.
     *
     * @throws IntegrityException when the schema is not in order, or missing and not to be made
     * @throws UnavailableException when the database cannot be reached, or others took too long
     */
    public void prepare(Dialect dialect) {
        setup.bringUpToDate(new SchemaSetup.Work(schema, migrations, connection -> {}, this::missing), dialect);
    }

    /** What stands before the names of its tables. */
    public String tablePrefix(SchemaDialect schemas) {
        return schemas.quote(schema) + ".";
    }

    private KmsException missing() {
        return new IntegrityException(
                "The platform's schema %s does not exist, and create-schemas is false".formatted(schema), null);
    }
}
