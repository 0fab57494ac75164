package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnsupportedException;

/**
 * What a provider does with its keys besides signing. Reached through {@link KeyProvider#cipher()}; safe for use by many
 * threads.
 *
 * <p>Every method may throw what those of {@link KeyProvider} may, {@link NotFoundException} and {@link IntegrityException}
 * of a key as {@link KeyProvider#sign} does, {@link UnsupportedException} for algorithms the capabilities do not declare, and
 * {@link InvalidRequestException} for those that do not fit the key. All may be repeated, though {@link #encrypt} and
 * {@link #wrap} mostly give other bytes each time. Secrets that are given stay the caller's to close; those that are returned
 * become it.
 */
public interface KeyCipher {

    /**
     * Encrypts with a new initialization vector that nobody could predict; callers never bring their own, since one used twice
     * with AES-GCM gives the key's authentication away.
     *
     * @param plaintext may be empty
     * @param associated what is authenticated beside it; may be empty
     */
    SealedText encrypt(KeyHandle key, ContentEncryptionAlgorithm algorithm, SecretBytes plaintext, byte[] associated);

    /**
     * Decrypts what {@link #encrypt} made, or anybody else with that key.
     *
     * @throws InvalidRequestException {@link #undecipherable()}, whatever is wrong with it, lengths included: to tell one
     *     reason from another would help who guesses
     */
    SecretBytes decrypt(KeyHandle key, ContentEncryptionAlgorithm algorithm, SealedText sealed, byte[] associated);

    /**
     * Encrypts a key.
     *
     * @throws InvalidRequestException as {@link KeyWrapAlgorithm#requireWrappable}
     */
    byte[] wrap(KeyHandle key, KeyWrapAlgorithm algorithm, SecretBytes keyToWrap);

    /**
     * Decrypts a key.
     *
     * @throws InvalidRequestException {@link #undecipherable()}, whatever is wrong with it
     */
    SecretBytes unwrap(KeyHandle key, KeyWrapAlgorithm algorithm, byte[] wrappedKey);

    /**
     * The secret this key shares with another one: the x-coordinate of the common point on Weierstrass curves (SP 800-56A
     * revision 3 section 5.7.1.2), the result of RFC 7748 section 6 on X25519 and X448; as long as a coordinate.
     *
     * @throws InvalidRequestException when the public key is on another curve, or its secret would be the same with every key
     */
    SecretBytes agree(KeyHandle key, PublicKeyMaterial publicKey);

    /** The one sentence for everything that does not decrypt. */
    static InvalidRequestException undecipherable() {
        return new InvalidRequestException("what was given cannot be decrypted with this key and algorithm");
    }
}
