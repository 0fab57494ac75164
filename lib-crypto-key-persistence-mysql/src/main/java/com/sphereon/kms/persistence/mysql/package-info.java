/**
 * MySQL and MariaDB: a schema, which there is the same as a database, for each tenant and one for the platform, on one
 * server that several processes may share.
 */
@NullMarked
package com.sphereon.kms.persistence.mysql;

import org.jspecify.annotations.NullMarked;
