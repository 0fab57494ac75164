/**
 * The REST API over Javalin: one adapter per family of the contract, one mapping of errors, one of JSON.
 *
 * <p>{@link com.sphereon.kms.http.KmsHttp} is the way in. Adapters only translate: they read the request, call one use
 * case of the core and write the answer.
 */
@NullMarked
package com.sphereon.kms.http;

import org.jspecify.annotations.NullMarked;
