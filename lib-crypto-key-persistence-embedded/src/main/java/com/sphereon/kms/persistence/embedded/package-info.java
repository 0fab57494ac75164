/**
 * The embedded database: SQLite in one file, for a laptop, a demo, a test or a single process. All tenants share its one
 * schema; every statement names the tenant.
 */
@NullMarked
package com.sphereon.kms.persistence.embedded;

import org.jspecify.annotations.NullMarked;
