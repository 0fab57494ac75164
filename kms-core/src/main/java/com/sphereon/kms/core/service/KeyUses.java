package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.spi.AuditReceipt;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.util.Optional;

/** Uses selected keys, and hands out results only when they are recorded and their key may still be used. */
final class KeyUses {
    /** How often the key may be changed by others while one call is at it. */
    private static final int MAX_ATTEMPTS = 10;

    private final KeySelector selector;
    private final KeyReferenceStore store;
    private final KeyRecheck recheck;
    private final ProviderCiphers ciphers;

    KeyUses(KeySelector selector, KeyReferenceStore store, KeyRecheck recheck, ProviderCiphers ciphers) {
        this.selector = selector;
        this.store = store;
        this.recheck = recheck;
        this.ciphers = ciphers;
    }

    private record Made<R>(R result, KeyReference version) {}

    /** @throws KmsException as the methods of {@link Encryption} */
    <R> KeyResult<R> use(Caller caller, KeySelection selection, AuditedUse use, CipherCall<R> call) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Made<R>> made = use.orRecord(() -> attempt(caller, selection, call));
            Optional<KeyResult<R>> result = made.flatMap(known -> recorded(caller, selection, use, call, known));
            if (result.isPresent()) {
                return result.get();
            }
        }
        return use.orRecord(() -> {
            throw new ConflictException("%s is being changed by others all the time".formatted(selection));
        });
    }

    /** @return nothing when the key went away between finding and using it, so that it has to be selected anew */
    private <R> Optional<Made<R>> attempt(Caller caller, KeySelection selection, CipherCall<R> call) {
        KeyReference version = selector.require(caller, selection);
        KeyFitness.requireUse(version, call.operation(), call.algorithm());
        try {
            return Optional.of(new Made<>(ciphers.run(version, call), version));
        } catch (NotFoundException e) {
            if (store.isCurrent(version)) {
                throw ProviderSignatures.lost(version, e);
            }
            return Optional.empty();
        }
    }

    /** @return nothing when the key was changed meanwhile, so that it has to be selected anew */
    private <R> Optional<KeyResult<R>> recorded(
            Caller caller, KeySelection selection, AuditedUse use, CipherCall<R> call, Made<R> made) {
        boolean handedOut = false;
        try {
            AuditReceipt receipt = use.succeeded(AuditTarget.of(made.version()).with(call.algorithm()));
            handedOut = use.orRecord(() -> recheck.passes(caller, selection, made.version(), receipt.changes()));
            return handedOut
                    ? Optional.of(new KeyResult<>(made.result(), made.version(), receipt.index()))
                    : Optional.empty();
        } finally {
            if (!handedOut) {
                call.discard().accept(made.result());
            }
        }
    }
}
