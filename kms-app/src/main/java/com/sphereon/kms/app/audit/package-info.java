/**
 * What an auditor does with the log from outside: fetching it over the REST API as any client would, and keeping it in files.
 * Knows nothing of the server.
 */
@NullMarked
package com.sphereon.kms.app.audit;

import org.jspecify.annotations.NullMarked;
