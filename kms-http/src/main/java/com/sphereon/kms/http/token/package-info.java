/**
 * Bearer tokens: from the text of a JWT to who makes a call. {@link com.sphereon.kms.http.token.Tokens} is the way in.
 *
 * <p>The records whose names end in {@code Settings} and the enums they hold are for whoever configures the server.
 * Everything else that is public is for the REST server alone. Nothing here knows of HTTP requests, except that key sets
 * are fetched with them.
 */
@NullMarked
package com.sphereon.kms.http.token;

import org.jspecify.annotations.NullMarked;
