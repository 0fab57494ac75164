package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import java.util.Optional;

/**
 * A backend that holds key material and works with it. Implementations are safe for use by many threads at once.
 *
 * <p>Every method may throw {@link UnavailableException} when the backend cannot be reached or exceeds its deadline,
 * {@link ProviderFailedException} when it answers with a failure or about something else than was asked, and
 * {@link UnsupportedException} for what {@link #capabilities()} does not declare. A local provider blocks for the
 * computation, a remote one at most for its configured deadline.
 */
public interface KeyProvider extends AutoCloseable {

    /** What this provider can do. Constant over its life and cheap to ask. */
    Capabilities capabilities();

    /**
     * Whether the keys are held by a backend across a network. The core does not believe such a provider: it verifies each
     * signature with the public key of the reference before anyone gets it. Constant over the provider's life.
     */
    default boolean isRemote() {
        return false;
    }

    /**
     * Makes a new key. Once this returns the key is durable. Not repeatable: the same {@link NewKey#reference()} must not
     * be used twice, and after a failure {@link #discard} tells that nothing shall be left.
     *
     * @throws ConflictException when the reference was used already
     */
    ProviderKey generate(NewKey key);

    /**
     * Takes over existing material and proves that its halves belong together. The material stays the caller's to close.
     * Durable and not repeatable, as {@link #generate}. Needs {@code IMPORT_KEY}.
     *
     * @throws InvalidRequestException when private and public half differ
     */
    ProviderKey importKey(NewKey key, PrivateKeyMaterial material);

    /**
     * Looks at a key at the provider. Repeatable.
     *
     * @throws NotFoundException when the provider has no such key, or not for that tenant
     */
    ProviderKey describe(KeyHandle key);

    /**
     * Signs, or computes a MAC. Repeatable, though not always with the same bytes.
     *
     * @return ECDSA as r and s of the curve's length one after the other, never DER; everything else as its RFC says
     * @throws NotFoundException when the provider has no such key, or not for that tenant
     * @throws IntegrityException when the key is there but damaged
     * @throws InvalidRequestException when the algorithm does not fit the key
     */
    byte[] sign(KeyHandle key, SigningInput input);

    /** What it does with its keys besides signing; nothing exactly where its capabilities declare no encryption. */
    default Optional<KeyCipher> cipher() {
        return Optional.empty();
    }

    /**
     * Deletes a key, or schedules its deletion where the backend insists on that. Repeatable: a key that is gone already
     * is no error. Gone is what the backend says it does not have, and not what only does not look like the tenant's.
     *
     * @throws ConflictException when the backend refuses to let go of the key
     * @throws ProviderFailedException when there is a key, but it is not known to be the tenant's; it is left as it is
     */
    void delete(KeyHandle key);

    /**
     * Removes whatever an unfinished {@link #generate} or {@link #importKey} left behind. Repeatable.
     *
     * @throws UnavailableException also when the backend may not show yet what was made, so that it is to be repeated after a
     *     while
     */
    void discard(NewKey key);

    /** Whether the backend can be used now. */
    Health health();

    /** Lets go of connections and wipes what is in memory. Calls in flight have ended before. */
    @Override
    void close();
}
