package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.persistence.jdbi.Dialect;
import com.sphereon.kms.persistence.jdbi.FailureTranslation;
import com.sphereon.kms.persistence.jdbi.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The schemas of tenants. Safe for use by many threads. */
public final class TenantSchemas {
    private final SchemaPattern names;
    private final SchemaDialect schemas;
    private final Migrations migrations;
    private final DataSource pool;
    private final SchemaSetup setup;

    /** @param pool answers whether there is anything to do, which after the first time there seldom is */
    public TenantSchemas(
            SchemaPattern names, SchemaDialect schemas, Migrations migrations, DataSource pool, SchemaSetup setup) {
        this.names = names;
        this.schemas = schemas;
        this.migrations = migrations;
        this.pool = pool;
        this.setup = setup;
    }

    /** What stands before the name of a table of that tenant. */
    public String tablePrefix(TenantId tenant) {
        return schemas.quote(names.schema(tenant)) + ".";
    }

    /**
     * Makes sure that the tenant's schema exists and is current.
     *
     * @throws DeniedException when it is missing and is not to be made
     * @throws IntegrityException when it is not in order, or another tenant's
     * @throws UnavailableException when the database cannot be reached, or others took too long
     */
    public void prepare(TenantId tenant, Dialect dialect) {
        if (!isReady(tenant, dialect)) {
            setup.bringUpToDate(
                    new SchemaSetup.Work(
                            names.schema(tenant),
                            migrations,
                            connection -> startCounting(connection, tenant),
                            TenantSchemas::missing),
                    dialect);
        }
    }

    /** A client learns no more than what concerns it; which schema it is stands in the log. */
    private static KmsException missing() {
        return new DeniedException("The tenant is not set up");
    }

    private boolean isReady(TenantId tenant, Dialect dialect) {
        try (Connection connection = pool.getConnection()) {
            return new History(schemas, names.schema(tenant)).isCurrent(connection, migrations)
                    && counts(connection, tenant);
        } catch (SQLException e) {
            throw new FailureTranslation(dialect).translate(e);
        }
    }

    /** Repeatable, and alone: nobody else is at work on the schema meanwhile. */
    private void startCounting(Connection connection, TenantId tenant) throws SQLException {
        if (counts(connection, tenant)) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into " + tablePrefix(tenant) + "change_counter (tenant_id, changes) values (?, 0)")) {
            insert.setString(1, tenant.value());
            insert.executeUpdate();
        }
    }

    /** A schema has one owner; that of another is not touched, however it came by this name. */
    private boolean counts(Connection connection, TenantId tenant) throws SQLException {
        boolean own = false;
        try (PreparedStatement select =
                        connection.prepareStatement("select tenant_id from " + tablePrefix(tenant) + "change_counter");
                ResultSet owners = select.executeQuery()) {
            while (owners.next()) {
                if (!owners.getString(1).equals(tenant.value())) {
                    throw new IntegrityException("The tenant's tables belong to another tenant", null);
                }
                own = true;
            }
        }
        return own;
    }
}
