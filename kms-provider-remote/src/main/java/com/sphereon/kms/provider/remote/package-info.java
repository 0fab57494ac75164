/**
 * What providers share whose keys are held by a backend across a network. Nobody but such providers uses it, and it knows none
 * of them.
 *
 * <p>The way of a call: the provider gives it to {@link com.sphereon.kms.provider.remote.RemoteCalls}, which lets it in if
 * there is room ({@link com.sphereon.kms.provider.remote.RemoteSettings}) and the
 * {@link com.sphereon.kms.provider.remote.Breaker} is not open, makes it on a thread of its own, again where that may help
 * ({@link com.sphereon.kms.provider.remote.Attempts}, {@link com.sphereon.kms.provider.remote.Repeat}), and leaves it behind at
 * the {@link com.sphereon.kms.provider.remote.Deadline}. Inside, the provider makes a
 * {@link com.sphereon.kms.provider.remote.RemoteFailure} of whatever its client throws; outside it is a failure of the core's
 * family ({@link com.sphereon.kms.provider.remote.FailureTranslation}). A
 * {@link com.sphereon.kms.core.spi.CallObserver} sees how each call ended.
 *
 * <p>Who speaks HTTP itself does so through {@link com.sphereon.kms.provider.remote.HttpBackend}, at an
 * {@link com.sphereon.kms.provider.remote.HttpEndpoint} and with an {@link com.sphereon.kms.provider.remote.Authorization}:
 * a token in a file, or {@link com.sphereon.kms.provider.remote.ClientCredentials}. Whose client library wants to be given
 * HTTP gives it the {@link com.sphereon.kms.provider.remote.HttpTransport} below. Secrets come from a
 * {@link com.sphereon.kms.provider.remote.CredentialSource}, which sees when they are replaced.
 *
 * <p>What a key is called over there is in {@link com.sphereon.kms.provider.remote.DerivedName} and
 * {@link com.sphereon.kms.provider.remote.KeyTags}, what its signatures look like in
 * {@link com.sphereon.kms.provider.remote.EcdsaSignatures}, and what was learnt of it is kept in
 * {@link com.sphereon.kms.provider.remote.KnownKeys}.
 */
@NullMarked
package com.sphereon.kms.provider.remote;

import org.jspecify.annotations.NullMarked;
