package com.sphereon.kms.app;

import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Clients that create keys, and delete some of them again, until the server is gone; they note what it acknowledged. */
final class Writers implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int KEYS_PER_CLIENT = 500;
    private static final int WAIT_SECONDS = 60;

    private final KmsClient client;
    private final Set<String> created = new ConcurrentSkipListSet<>();
    private final Set<String> deleted = new ConcurrentSkipListSet<>();
    private final CountDownLatch acknowledged;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Writers(KmsClient client, int changes) {
        this.client = client;
        this.acknowledged = new CountDownLatch(changes);
    }

    /** @param changes how many acknowledged ones {@link #awaitChanges} waits for */
    static Writers start(KmsClient client, int changes) {
        Writers writers = new Writers(client, changes);
        for (int i = 0; i < CLIENTS; i++) {
            String prefix = "writer-" + i + "-";
            writers.threads.execute(() -> writers.write(prefix));
        }
        return writers;
    }

    private void write(String prefix) {
        try {
            for (int i = 0; i < KEYS_PER_CLIENT; i++) {
                String alias = prefix + i;
                client.generate(alias, "ED25519");
                created.add(alias);
                acknowledged.countDown();
                if (i % 3 == 2) {
                    delete(alias);
                }
            }
        } catch (UncheckedIOException e) {
            // The server is gone, as it should be: what was not acknowledged may have happened or not.
        }
    }

    private void delete(String alias) {
        created.remove(alias);
        client.delete("/keys/" + alias).expect(204);
        deleted.add(alias);
        acknowledged.countDown();
    }

    void awaitChanges() throws InterruptedException {
        if (!acknowledged.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("only these were created: " + created);
        }
    }

    /** Acknowledged, and no deletion of it was asked for. Complete after {@link #close}. */
    Set<String> created() {
        return created;
    }

    /** Whose deletion was acknowledged. Complete after {@link #close}. */
    Set<String> deleted() {
        return deleted;
    }

    @Override
    public void close() {
        threads.close();
    }
}
