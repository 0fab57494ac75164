/**
 * PostgreSQL: a schema for each tenant and one for the platform, in one database that several processes may share.
 */
@NullMarked
package com.sphereon.kms.persistence.postgresql;

import org.jspecify.annotations.NullMarked;
