/**
 * What the database dialects share: the SQL, the mapping of rows, transactions, migrations and the translation of
 * errors. A dialect module adds a {@link com.sphereon.kms.persistence.jdbi.Dialect}, its migrations and a factory that
 * opens a {@link com.sphereon.kms.persistence.jdbi.JdbiPersistence}. Public only for those modules.
 */
@NullMarked
package com.sphereon.kms.persistence.jdbi;

import org.jspecify.annotations.NullMarked;
