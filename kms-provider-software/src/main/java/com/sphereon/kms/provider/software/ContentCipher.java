package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.SealedText;
import java.security.GeneralSecurityException;

/** Authenticated encryption with a key of the right size. Safe for use by many threads. */
interface ContentCipher {

    /** Encrypts with a new initialization vector. */
    SealedText seal(WipeableKey key, byte[] plaintext, byte[] associated) throws GeneralSecurityException;

    /**
     * Decrypts; the caller wipes the result.
     *
     * @throws GeneralSecurityException when it does not decrypt, whatever the reason
     */
    byte[] open(WipeableKey key, SealedText sealed, byte[] associated) throws GeneralSecurityException;
}
