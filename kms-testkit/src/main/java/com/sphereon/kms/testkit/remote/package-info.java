/**
 * What a provider promises whose backend is across a network, whatever that backend does: extend
 * {@link com.sphereon.kms.testkit.remote.RemoteProviderFaultContract} with a
 * {@link com.sphereon.kms.testkit.remote.FaultyBackend}. A backend that speaks HTTP needs only to say what it answers;
 * {@link com.sphereon.kms.testkit.remote.FaultyHttpServer} does the rest.
 */
@NullMarked
package com.sphereon.kms.testkit.remote;

import org.jspecify.annotations.NullMarked;
