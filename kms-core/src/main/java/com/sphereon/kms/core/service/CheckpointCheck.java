package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.Checkpoint;
import com.sphereon.kms.core.audit.NoteKey;
import com.sphereon.kms.core.audit.SignedNote;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.SignatureVerifier;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a checkpoint in the database is what was signed. Safe for use by many threads. */
final class CheckpointCheck {
    private final KeyReferenceStore store;
    private final SignatureVerifier verifier;

    CheckpointCheck(KeyReferenceStore store, SignatureVerifier verifier) {
        this.store = store;
        this.verifier = verifier;
    }

    /** What a note states. */
    static Checkpoint stated(String what, String note) {
        try {
            return Checkpoint.parse(SignedNote.parse(note).text());
        } catch (IllegalArgumentException e) {
            throw new IntegrityException("the audit log was changed: %s is damaged".formatted(what), e);
        }
    }

    /** The part before the tenant may have been another one earlier: it is a matter of configuration. */
    static boolean isOf(TenantId tenant, Checkpoint checkpoint) {
        return checkpoint.origin().endsWith("/" + tenant);
    }

    /**
     * What was signed; that is what counts, and not what stands beside it.
     *
     * @throws IntegrityException when the checkpoint says something else, or was not signed so
     */
    TreeHead head(TenantId tenant, StoredCheckpoint stored) {
        String what = "the checkpoint of size %d".formatted(stored.size());
        Checkpoint stated = stated(what, stored.note());
        if (stated.size() != stored.size() || !stated.root().equals(stored.root()) || !isOf(tenant, stated)) {
            throw changed(what, "its note is about something else");
        }
        if (!isSigned(tenant, stored, stated.origin())) {
            throw changed(what, "its signature is not one of key '%s'".formatted(stored.kid()));
        }
        return new TreeHead(stated.size(), stated.root());
    }

    /** A key whose reference is gone for good proves nothing, neither for nor against. */
    private boolean isSigned(TenantId tenant, StoredCheckpoint stored, String origin) {
        SignedNote note = SignedNote.parse(stored.note());
        Stream<KeyReference> versions = Stream.concat(
                store.findByKid(tenant, stored.kid()).stream(),
                Stream.of(stored.kid().value()).flatMap(kid -> store.findDeleted(tenant, kid).stream()));
        Optional<Boolean> signed = versions.flatMap(version -> noteKey(origin, version).stream())
                .map(key -> isSigned(note, key))
                .reduce(Boolean::logicalOr);
        return signed.orElse(true);
    }

    private Optional<NoteKey> noteKey(String origin, KeyReference version) {
        Optional<SignatureAlgorithm> algorithm =
                version.parameters().algorithm().filter(verifier.algorithms()::contains);
        return version.identity()
                .flatMap(identity -> identity.publicKey())
                .flatMap(key -> algorithm.map(used -> new NoteKey(origin, key, used)));
    }

    private boolean isSigned(SignedNote note, NoteKey key) {
        byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
        SigningInput input = new SigningInput(key.algorithm(), InputType.RAW, text);
        return note.signature(key)
                .map(signature -> verifier.verify(key.key(), input, signature))
                .orElse(false);
    }

    private static IntegrityException changed(String what, String how) {
        return new IntegrityException("the audit log was changed: %s was changed, %s".formatted(what, how), null);
    }
}
