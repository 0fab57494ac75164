package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Sha256;

/**
 * What was seen of an export that fits.
 *
 * @param origin the name of the log
 * @param firstTime of the first event, as the event says it (RFC 3339)
 * @param lastTime of the last event
 * @param root that the newest checkpoint states
 */
public record VerifiedExport(
        String origin, long events, long checkpoints, String firstTime, String lastTime, Sha256 root) {}
