package com.sphereon.kms.core.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a provider can encrypt, wrap and agree upon with its keys. Whoever encrypts or wraps with an algorithm can undo it as
 * well.
 *
 * @param content for content
 * @param wrapping for keys
 * @param agreement what shared secrets can be used for; the provider computes the secret, the core derives keys from it
 */
public record SupportedEncryption(
        Set<ContentEncryptionAlgorithm> content, Set<KeyWrapAlgorithm> wrapping, Set<KeyAgreementAlgorithm> agreement) {

    /** Of providers that only sign. */
    public static final SupportedEncryption NONE = new SupportedEncryption(Set.of(), Set.of(), Set.of());

    /** The operations that follow from algorithms, and that no provider declares by themselves. */
    static final Set<ProviderOperation> OPERATIONS = Collections.unmodifiableSet(EnumSet.of(
            ProviderOperation.ENCRYPT,
            ProviderOperation.DECRYPT,
            ProviderOperation.WRAP_KEY,
            ProviderOperation.UNWRAP_KEY,
            ProviderOperation.KEY_AGREEMENT,
            ProviderOperation.ECDH_DERIVE_RAW_X,
            ProviderOperation.ECDH_DERIVE_KDF));

    /** Keeps its own sets. */
    public SupportedEncryption {
        content = unmodifiable(ContentEncryptionAlgorithm.class, content);
        wrapping = unmodifiable(KeyWrapAlgorithm.class, wrapping);
        agreement = unmodifiable(KeyAgreementAlgorithm.class, agreement);
    }

    /** Whether there is nothing of it. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** The algorithms an operation can be done with; empty for operations that have nothing to do with encryption. */
    public Set<? extends Algorithm> algorithmsFor(ProviderOperation operation) {
        return switch (operation) {
            case ENCRYPT, DECRYPT -> content;
            case WRAP_KEY, UNWRAP_KEY -> wrapping;
            case KEY_AGREEMENT, ECDH_DERIVE_RAW_X, ECDH_DERIVE_KDF -> agreement;
            default -> Set.of();
        };
    }

    private static <E extends Enum<E>> Set<E> unmodifiable(Class<E> type, Set<E> constants) {
        EnumSet<E> ordered = EnumSet.noneOf(type);
        ordered.addAll(constants);
        return Collections.unmodifiableSet(ordered);
    }
}
