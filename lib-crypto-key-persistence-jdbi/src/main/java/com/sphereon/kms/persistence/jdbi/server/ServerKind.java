package com.sphereon.kms.persistence.jdbi.server;

import java.util.List;

/**
 * What the settings of one kind of server differ in.
 *
 * @param urlPrefix how its JDBC URLs begin, up to and with the two slashes
 * @param defaultPort where it listens unless told otherwise
 * @param severalHosts whether a URL may name several hosts, because the driver then looks for the primary
 * @param databaseRequired whether a connection is always to one database
 * @param maxSchemaChars longest name of a schema
 * @param systemSchemas names that are taken by the server itself
 */
public record ServerKind(
        String urlPrefix,
        int defaultPort,
        boolean severalHosts,
        boolean databaseRequired,
        int maxSchemaChars,
        List<String> systemSchemas) {}
