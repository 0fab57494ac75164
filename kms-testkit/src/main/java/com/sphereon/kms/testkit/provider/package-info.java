/**
 * What every key provider and every signature verifier promises, as tests: extend
 * {@link com.sphereon.kms.testkit.provider.KeyProviderContract} or
 * {@link com.sphereon.kms.testkit.provider.SignatureVerifierContract} in the module that implements the port.
 *
 * <p>Signatures are made and checked here with Bouncy Castle's own classes, never through the JCA, so that an
 * implementation is not compared with itself.
 */
@NullMarked
package com.sphereon.kms.testkit.provider;

import org.jspecify.annotations.NullMarked;
