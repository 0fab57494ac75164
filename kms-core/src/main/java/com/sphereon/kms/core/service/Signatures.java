package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.service.Signing.Made;
import com.sphereon.kms.core.service.Verifying.Finding;
import com.sphereon.kms.core.service.Verifying.Question;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.util.Optional;
import java.util.function.Supplier;

/** Signs and verifies for a tenant; nothing is answered before it is recorded. Safe for use by many threads. */
public final class Signatures {
    /** How often the key may be changed by others while one call is at it. */
    private static final int MAX_ATTEMPTS = 10;

    private final Signing signing;
    private final Verifying verifying;
    private final KeyRecheck recheck;
    private final AuditTrail trail;

    Signatures(Signing signing, Verifying verifying, KeyRecheck recheck, AuditTrail trail) {
        this.signing = signing;
        this.verifying = verifying;
        this.recheck = recheck;
        this.trail = trail;
    }

    /**
     * Signs, or computes a MAC.
     *
     * @param input the message, or its digest where {@code type} says so
     * @throws InvalidRequestException when there is no such key, or key, algorithm and input do not fit together
     * @throws ConflictException when the state of the key does not allow it to sign, now and not only as it was when the
     *     key was last read: a key does not sign any more once the change that forbids it was acknowledged, wherever
     * @throws UnsupportedException when the provider cannot sign like that
     * @throws UnavailableException when provider or audit log cannot be reached; there is no signature then
     */
    public Signed sign(Caller caller, KeySelection selection, InputType type, byte[] input) {
        AuditedUse use = trail.use(caller, AuditOperation.SIGN, selection.target(), input);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Made> made = use.orRecord(() -> signing.attempt(caller, selection, type, input));
            if (made.isPresent()) {
                AuditReceipt receipt = use.succeeded(made.get().target());
                if (use.orRecord(
                        () -> recheck.passes(caller, selection, made.get().version(), receipt.changes()))) {
                    return made.get().recordedAt(receipt.index());
                }
            }
        }
        return use.orRecord(() -> {
            throw changing(selection);
        });
    }

    /**
     * Sees to it that there is a key that may sign, as far as that can be told without doing so.
     *
     * @throws KmsException as {@link #sign}
     */
    void requireSigner(Caller caller, KeySelection selection) {
        signing.requireKey(caller, selection);
        recheck.requireEnabled(caller, selection);
    }

    /** A signature whose making the caller has recorded already. */
    Signed signRecorded(Caller caller, KeySelection selection, byte[] input, AuditReceipt receipt) {
        return untilKeyStays(
                        selection,
                        () -> signing.attempt(caller, selection, InputType.RAW, input)
                                .filter(made -> recheck.passes(caller, selection, made.version())))
                .recordedAt(receipt.index());
    }

    /**
     * Finds out whether a signature is valid. A public key that is only shown is used as it is; a key that is named must be one of
     * the tenant's, unless a public key is shown beside the name.
     *
     * @throws InvalidRequestException when no key is found, or key, algorithm and input do not fit together
     * @throws ConflictException when the state of the key does not allow it to verify
     * @throws UnavailableException when provider or audit log cannot be reached
     */
    public Verified verify(Caller caller, KeySelection selection, InputType type, byte[] input, byte[] signature) {
        AuditedUse use = trail.use(caller, AuditOperation.VERIFY, selection.target(), input);
        Question question = new Question(selection, type, input, signature);
        // No key is made here: nothing can have been signed with it.
        Caller looking = caller.looking();
        Finding finding = use.orRecord(() -> untilKeyStays(selection, () -> verifying.attempt(looking, question)));
        return finding.recordedAt(use.succeeded(finding.target()).index());
    }

    /** Selects anew when it turns out that the key was changed or deleted after its reference was read. */
    private static <T> T untilKeyStays(KeySelection selection, Supplier<Optional<T>> work) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<T> result = work.get();
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw changing(selection);
    }

    private static ConflictException changing(KeySelection selection) {
        return new ConflictException("%s is being changed by others all the time".formatted(selection));
    }
}
