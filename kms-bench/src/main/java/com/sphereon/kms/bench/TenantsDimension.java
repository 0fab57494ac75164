package com.sphereon.kms.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Tenants, each with a token and a key of its own.
 *
 * @param spread whether all sign, so that hardly two signatures are of one log, or of the many one only
 */
record TenantsDimension(LocalIssuer issuer, long big, boolean spread) implements Dimension {
    private static final String ALIAS = "issuer:credential-signing";
    private static final int MAX = 100_000;
    private static final int AT_ONCE = 8;

    /** @throws IllegalArgumentException when there is none, or too many to hold here */
    TenantsDimension {
        if (big < 1 || big > MAX) {
            throw new IllegalArgumentException("tenants must be from 1 to " + MAX);
        }
    }

    @Override
    public String name() {
        return "tenants";
    }

    @Override
    public long small() {
        return 1;
    }

    @Override
    public Target start(Site site, long size) throws InterruptedException {
        ServerProcess process = site.start();
        try {
            List<SignRequest> requests = requests(process, (int) size);
            int signing = spread ? requests.size() : 1;
            return new Target(name() + " " + size, number -> requests.get(Scattered.below(signing, number)), process);
        } catch (RuntimeException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    private List<SignRequest> requests(ServerProcess process, int tenants) throws InterruptedException {
        Messages messages = Messages.fixed();
        try (KmsClient client = new KmsClient();
                ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<SignRequest>> made = IntStream.range(0, tenants)
                    .mapToObj(number -> executor.submit(() -> request(client, process, number, messages.get(number))))
                    .toList();
            List<SignRequest> requests = new ArrayList<>();
            for (Future<SignRequest> request : made) {
                requests.add(request.get());
            }
            return requests;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a tenant cannot be made", e.getCause());
        }
    }

    private SignRequest request(KmsClient client, ServerProcess process, int number, byte[] message)
            throws InterruptedException {
        String token = issuer.token("bench-" + number, "service");
        var key = client.dutyKey(process, token, ALIAS);
        var http = Messages.request(process.uri(Product.SIGN_PATH), token, Messages.body(ALIAS, message));
        return new SignRequest(http, message, key);
    }
}
