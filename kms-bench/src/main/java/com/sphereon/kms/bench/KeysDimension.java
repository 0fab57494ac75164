package com.sphereon.kms.bench;

import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;

/**
 * The keys of one tenant; of those that sign, any does as often as any other.
 *
 * @param spread whether all sign, the worst case for what is remembered, or of the many no more than of the few
 */
record KeysDimension(LocalIssuer issuer, long big, boolean spread) implements Dimension {
    private static final String TENANT = "bench";
    private static final long SMALL = 10;
    private static final int MAX = 1_000_000;

    /** @throws IllegalArgumentException when there are less than in the small state or too many to hold here */
    KeysDimension {
        if (big < SMALL || big > MAX) {
            throw new IllegalArgumentException("keys must be from %d to %d".formatted(SMALL, MAX));
        }
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public long small() {
        return SMALL;
    }

    @Override
    public Target start(Site site, long size) throws InterruptedException, SQLException {
        List<PublicKeyMaterial.Ec> keys = new KeyFiller(site, TENANT).fill((int) size);
        ServerProcess process = site.start();
        return new Target(name() + " " + size, workload(process.uri(Product.SIGN_PATH), keys), process);
    }

    private Workload workload(URI uri, List<PublicKeyMaterial.Ec> keys) {
        String token = issuer.token(TENANT, "service");
        Messages messages = Messages.fixed();
        int signing = spread ? keys.size() : (int) SMALL;
        int distance = keys.size() / signing;
        return number -> {
            int key = Scattered.below(signing, number) * distance;
            byte[] message = messages.get(number);
            byte[] body = Messages.body(KeyFiller.alias(key).value(), message);
            return new SignRequest(Messages.request(uri, token, body), message, keys.get(key));
        };
    }
}
