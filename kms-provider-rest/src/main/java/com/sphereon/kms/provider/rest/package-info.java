/**
 * Keys held by another KMS that serves the same REST API as this one (records of {@code kms-wire}).
 *
 * <p>{@link com.sphereon.kms.provider.rest.RestKeyProvider} and {@link com.sphereon.kms.provider.rest.RestKeyCipher} are the
 * ports. {@link com.sphereon.kms.provider.rest.RemoteKms} makes the requests, each with a token of
 * {@link com.sphereon.kms.provider.rest.TenantTokens} that says for which tenant it is.
 * {@link com.sphereon.kms.provider.rest.RemoteProvider} is the one provider over there that is used, with what it can do: asked
 * once, when it is first needed. A key is known by its kid over there, which means one version for ever, whatever becomes of the
 * alias.
 */
@NullMarked
package com.sphereon.kms.provider.rest;

import org.jspecify.annotations.NullMarked;
