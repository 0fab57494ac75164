package com.sphereon.kms.bench;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.TenantId;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** The events in the audit log of the tenant that signs. */
record AuditDimension(LocalIssuer issuer, Clock clock, long big) implements Dimension {
    private static final String TENANT = "bench";
    private static final String ALIAS = "issuer:credential-signing";
    private static final long MAX = 100_000_000;

    /** @throws IllegalArgumentException when there is none, or too many for a disk */
    AuditDimension {
        if (big < 1 || big > MAX) {
            throw new IllegalArgumentException("leaves must be from 1 to " + MAX);
        }
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public long small() {
        return 0;
    }

    @Override
    public Target start(Site site, long size) throws InterruptedException, SQLException {
        String token = issuer.token(TENANT, "service");
        PublicKeyMaterial.Ec key = firstSignature(site, token);
        if (size > 0) {
            new AuditFiller(site, new TenantId(TENANT), new KeyAlias(ALIAS), key.thumbprint(), clock.instant())
                    .fill(size);
        }
        ServerProcess process = site.start();
        return new Target(
                name() + " " + size,
                new OneKeyWorkload(process.uri(Product.SIGN_PATH), ALIAS, List.of(token), key),
                process);
    }

    /** Makes tables, key and the beginning of the log. */
    private static PublicKeyMaterial.Ec firstSignature(Site site, String token) throws InterruptedException {
        try (ServerProcess process = site.start();
                KmsClient client = new KmsClient()) {
            return client.dutyKey(process, token, ALIAS);
        }
    }
}
