/**
 * Keys that this process holds itself, in memory or in encrypted files, and the verification of signatures with public
 * keys. What else the keys do, {@link com.sphereon.kms.provider.software.SoftwareKeyCipher} does.
 *
 * <p>The way of a signature: {@link com.sphereon.kms.provider.software.SoftwareKeyProvider} finds the
 * {@link com.sphereon.kms.provider.software.LoadedKey} in its {@link com.sphereon.kms.provider.software.Keystore}, in
 * memory after the first use, and the key's {@link com.sphereon.kms.provider.software.Signer} signs with the
 * {@link com.sphereon.kms.provider.software.SignatureEngine} that
 * {@link com.sphereon.kms.provider.software.CryptoEngines} chose at the start.
 *
 * <p>Files: {@code <key-store.path>/<tenant>/<reference>.jwe}, one per key version; see
 * {@link com.sphereon.kms.provider.software.SealedKeys} for their content,
 * {@link com.sphereon.kms.provider.software.DurableFiles} for how a loss of power is survived, and
 * {@link com.sphereon.kms.provider.software.FileKeystore} for what other processes may do meanwhile. The provider id is
 * part of what is protected: an instance that gets another id cannot open the keys it made under the old one.
 *
 * <p>To replace the master key, set {@code key-store.master-key} to the new one and add the old one to
 * {@code key-store.previous-master-keys}: new keys are encrypted with the first, old files open with either.
 */
@NullMarked
package com.sphereon.kms.provider.software;

import org.jspecify.annotations.NullMarked;
