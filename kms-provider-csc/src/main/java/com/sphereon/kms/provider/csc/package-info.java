/**
 * Keys held by a remote signing service that speaks the API of the Cloud Signature Consortium (CSC), version 1.0.4 or 2, or by
 * Digidentity's automatic signer. Such keys are registered under the identifier of their credential; they are neither made nor
 * deleted from here.
 *
 * <p>The way of a signature: {@link com.sphereon.kms.provider.csc.CscKeyProvider} hashes the input and makes one call, in
 * which {@link com.sphereon.kms.provider.csc.CscService} authorizes the credential for that hash and has it signed, in the
 * words of the {@link com.sphereon.kms.provider.csc.CscApi} the service speaks, which
 * {@link com.sphereon.kms.provider.csc.Discovery} found out. What was learnt of a
 * {@link com.sphereon.kms.provider.csc.Credential} is kept for a while; an authorization to sign never is.
 * {@link com.sphereon.kms.provider.csc.AutoSigner} is the other {@link com.sphereon.kms.provider.csc.SigningService}.
 *
 * <p>Accounts know no tenants. Who may use a credential, {@link com.sphereon.kms.provider.csc.TenantCredentials} says.
 */
@NullMarked
package com.sphereon.kms.provider.csc;

import org.jspecify.annotations.NullMarked;
