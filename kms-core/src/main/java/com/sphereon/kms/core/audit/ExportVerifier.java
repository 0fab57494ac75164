package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SigningInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Verifies an exported log with nothing but public keys: that every event is where it says it is and is linked to the one before,
 * that the tree over them (RFC 6962) has at each checkpoint the root that was signed, and that it begins with all that the
 * auditor kept from earlier. What verifies has not a single octet that could be another. Reads the export once and keeps none
 * of it, so that its length does not matter. Safe for use by many threads.
 */
public final class ExportVerifier {
    private final List<TrustedKey> keys;
    private final SignatureCheck signatures;

    /** Verifies a signature, such as {@link com.sphereon.kms.core.spi.SignatureVerifier#verify}. */
    @FunctionalInterface
    public interface SignatureCheck {

        /** Whether the signature is one over the input by that key, which fits the algorithm. */
        boolean verify(PublicKeyMaterial key, SigningInput input, byte[] signature);
    }

    /**
     * @param keys all versions of the key that signed the log's checkpoints; from where they can be trusted, and not from where
     *     the export is
     * @throws IllegalArgumentException when there are none
     */
    public ExportVerifier(List<TrustedKey> keys, SignatureCheck signatures) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("without a key nothing can be verified");
        }
        this.keys = List.copyOf(keys);
        this.signatures = signatures;
    }

    /**
     * Verifies an export.
     *
     * @param origin which log it must be; whichever it says it is when empty
     * @param kept checkpoints of the log that it must not contradict
     * @throws ExportMismatchException when it is anything but the export of a log that was signed by these keys
     * @throws IOException when it cannot be read
     * @throws KmsException when signatures cannot be verified
     */
    public VerifiedExport verify(InputStream export, Optional<String> origin, List<KeptCheckpoint> kept)
            throws IOException {
        return new ExportCheck(new ExportLines(export))
                .run(origin, kept, log -> new CheckpointSignatures(log, keys, signatures));
    }
}
