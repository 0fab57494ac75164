/**
 * What databases that run as servers share beyond the SQL: their settings, connections whose password is read anew, a
 * schema for each tenant that is made and migrated when the tenant is first seen, and patience at the start. Public only
 * for the modules of those databases.
 */
@NullMarked
package com.sphereon.kms.persistence.jdbi.server;

import org.jspecify.annotations.NullMarked;
