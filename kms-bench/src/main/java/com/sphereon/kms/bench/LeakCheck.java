package com.sphereon.kms.bench;

import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the product holds on to before and after thousands of failed calls.
 *
 * @param threads platform threads of the product
 * @param files it has open, connections among them
 * @param connections to the backend
 */
record LeakCheck(double threads, long files, int connections) {
    private static final int CALLERS = 16;
    private static final Duration SLICE = Duration.ofMillis(500);
    private static final Duration REST = Duration.ofSeconds(3);
    private static final List<Fault> FAULTS = List.of(
            Fault.SERVER_ERROR, Fault.RESET, Fault.TRUNCATED, Fault.CREDENTIALS_EXPIRED, Fault.MALFORMED_SIGNATURE);

    /** After a while in which nothing was asked, so that what idles has ended. */
    static LeakCheck of(CloudSite site) throws InterruptedException {
        Thread.sleep(REST);
        return new LeakCheck(
                site.metric("jvm_threads_live_threads"),
                site.product().openFiles(),
                site.backend().openConnections());
    }

    /**
     * Has calls fail in turns of several ways, with a breaker that lets nearly all of them through.
     *
     * @return how many reached the backend
     */
    static int fail(CloudSite site, int failures) throws InterruptedException {
        site.reconfigure(Map.of("breaker-wait-in-ms", "1", "max-retries", "0"));
        BrokenCalls calls = new BrokenCalls(site.target(CloudSite.BROKEN_KEY).workload());
        calls.asFastAsPossible(CALLERS, SLICE);
        int before = site.backend().requestsReceived();
        for (int turn = 0; site.backend().requestsReceived() - before < failures; turn++) {
            site.backend().inject(FAULTS.get(turn % FAULTS.size()), FaultyBackend.ALWAYS);
            calls.asFastAsPossible(CALLERS, SLICE);
        }
        int reached = site.backend().requestsReceived() - before;
        site.backend().heal();
        site.reconfigure(Map.of());
        return reached;
    }

    String row(String name) {
        return String.format(Locale.ROOT, "%-10s %8.0f %8d %12d", name, threads, files, connections);
    }

    static String header() {
        return String.format(Locale.ROOT, "%-10s %8s %8s %12s", "", "threads", "files", "connections");
    }
}
