/**
 * Keys in Azure Key Vault or a Managed HSM, by the SDK of Azure.
 *
 * <p>The way of a call: {@link com.sphereon.kms.provider.azure.AzureKeyProvider} and
 * {@link com.sphereon.kms.provider.azure.AzureKeyCipher} give it to the
 * {@link com.sphereon.kms.provider.remote.RemoteCalls}. Inside, {@link com.sphereon.kms.provider.azure.HeldKeys} sees to it that the
 * key is the tenant's, and {@link com.sphereon.kms.provider.azure.Vault} asks the SDK and makes a
 * {@link com.sphereon.kms.provider.remote.RemoteFailure} of whatever that throws
 * ({@link com.sphereon.kms.provider.azure.VaultFailures}). The SDK asks {@link com.sphereon.kms.provider.azure.Tokens} for access
 * tokens and sends by {@link com.sphereon.kms.provider.azure.SdkHttpClient}; it repeats nothing itself.
 *
 * <p>A key is called {@code name:version}, {@link com.sphereon.kms.provider.azure.KeyVersion}; what it is made of says
 * {@link com.sphereon.kms.provider.azure.KeyDescriptions}.
 */
@NullMarked
package com.sphereon.kms.provider.azure;

import org.jspecify.annotations.NullMarked;
