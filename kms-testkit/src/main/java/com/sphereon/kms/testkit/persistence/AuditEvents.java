package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.CorrelationId;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Audit events, each unlike all others of its tenant. */
public final class AuditEvents {
    /** When the first of them happened. */
    public static final Instant BEGIN = Instant.parse("2026-03-04T05:06:07.123456Z");

    private static final AuditTarget KEY = target("issuer:credential-signing", "kid-1");

    private AuditEvents() {}

    /** A signature that happened some seconds after {@link #BEGIN}. */
    public static AuditEvent signed(TenantId tenant, int number) {
        return event(tenant, number, AuditOperation.SIGN, KEY, AuditOutcome.SUCCEEDED);
    }

    /** Those numbers {@code from} to before {@code to}. */
    public static List<AuditEvent> signed(TenantId tenant, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> signed(tenant, i)).toList();
    }

    static AuditEvent event(
            TenantId tenant, int number, AuditOperation operation, AuditTarget target, AuditOutcome outcome) {
        return new AuditEvent(
                at(number),
                tenant,
                "subject-" + number,
                operation,
                target,
                Optional.of(Sha256.of(Integer.toString(number).getBytes(StandardCharsets.UTF_8))),
                outcome,
                Optional.of(new CorrelationId("request-" + number)));
    }

    /** When an event of that number happened. */
    static Instant at(int number) {
        return BEGIN.plus(Duration.ofSeconds(number));
    }

    static AuditTarget target(String alias, String kid) {
        return new AuditTarget(
                Optional.of(new KeyAlias(alias)),
                Optional.of(1),
                Optional.of(new ProviderId("software-default")),
                Optional.of(new Kid(kid)),
                Optional.of(SignatureAlgorithm.ECDSA_SHA256),
                Optional.empty());
    }
}
