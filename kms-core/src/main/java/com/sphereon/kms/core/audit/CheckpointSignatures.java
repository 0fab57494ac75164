package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.SigningInput;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Verifies the checkpoints of one log with the keys that are trusted for it. */
final class CheckpointSignatures {
    /** Of those that signed, as many are named in messages. */
    private static final int MAX_SHOWN = 5;

    private final String origin;
    private final List<NoteKey> keys;
    private final ExportVerifier.SignatureCheck check;

    /** @throws IllegalArgumentException when no key is for that log */
    CheckpointSignatures(String origin, List<TrustedKey> trusted, ExportVerifier.SignatureCheck check) {
        this.origin = origin;
        this.keys =
                trusted.stream().flatMap(key -> key.signing(origin).stream()).toList();
        this.check = check;
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it is the log '%s', and the keys that were given are for others: %s"
                    .formatted(
                            origin,
                            trusted.stream()
                                    .flatMap(key -> key.log().stream())
                                    .distinct()
                                    .collect(Collectors.joining(", "))));
        }
    }

    /**
     * The checkpoint a note states. Signatures by others are of no interest.
     *
     * @throws IllegalArgumentException when it states none of this log, or no trusted key signed it
     */
    Checkpoint verified(SignedNote note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(origin)) {
            throw new IllegalArgumentException(
                    "it is about another log, '%s' and not '%s'".formatted(checkpoint.origin(), origin));
        }
        List<NoteKey> named =
                keys.stream().filter(key -> note.signature(key).isPresent()).toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException("it is signed by a key that was not given: " + signers(note));
        }
        if (named.stream().noneMatch(key -> isSigned(note, key))) {
            throw new IllegalArgumentException("its signature by key %s does not verify".formatted(signers(note)));
        }
        return checkpoint;
    }

    private boolean isSigned(SignedNote note, NoteKey key) {
        byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
        return check.verify(
                key.key(),
                new SigningInput(key.algorithm(), InputType.RAW, text),
                note.signature(key).orElseThrow());
    }

    private static String signers(SignedNote note) {
        return note.signatures().stream()
                .limit(MAX_SHOWN)
                .map(line ->
                        "%s (key id %s)".formatted(line.name(), HexFormat.of().formatHex(line.keyId())))
                .collect(Collectors.joining(", "));
    }
}
