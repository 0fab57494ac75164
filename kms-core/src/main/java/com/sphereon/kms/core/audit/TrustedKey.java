package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.util.List;
import java.util.Optional;

/**
 * A public key whose signatures on checkpoints are trusted.
 *
 * @param log the only log it is trusted for; any when empty
 */
public record TrustedKey(PublicKeyMaterial key, Optional<String> log) {

    /** A key that is trusted for whatever log is verified with it. */
    public static TrustedKey of(PublicKeyMaterial key) {
        return new TrustedKey(key, Optional.empty());
    }

    /** A key that is trusted for the log it is named after. */
    public static TrustedKey of(NoteKey key) {
        return new TrustedKey(key.key(), Optional.of(key.name()));
    }

    /** The key with each algorithm it may have signed with; nothing for another log. */
    List<NoteKey> signing(String origin) {
        return log.map(origin::equals).orElse(true)
                ? SignatureAlgorithm.fitting(key.spec()).stream()
                        .map(algorithm -> new NoteKey(origin, key, algorithm))
                        .toList()
                : List.of();
    }
}
