package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events are wanted; all that is given must hold.
 *
 * @param from not before that moment
 * @param to before that moment
 */
public record EventFilter(
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<KeyAlias> alias,
        Optional<Kid> kid,
        Optional<AuditOperation> operation,
        Optional<AuditOutcome.Kind> outcome) {

    /** All events. */
    public static final EventFilter ALL = new EventFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether an index leads to the events, so that it does not matter how many others there are. */
    public boolean isIndexed() {
        return alias.isPresent() || kid.isPresent();
    }

    /** Whether a moment is one of those wanted. */
    public boolean includes(Instant at) {
        return from.filter(at::isBefore).isEmpty() && to.map(at::isBefore).orElse(true);
    }
}
