/**
 * The contract of the persistence ports. A module that implements {@link com.sphereon.kms.core.spi.Persistence} extends
 * {@link com.sphereon.kms.testkit.persistence.KeyReferenceStoreContract} in its tests and says how a database is opened;
 * {@link com.sphereon.kms.testkit.persistence.KeyReferences} makes references to fill it with.
 */
@NullMarked
package com.sphereon.kms.testkit.persistence;

import org.jspecify.annotations.NullMarked;
