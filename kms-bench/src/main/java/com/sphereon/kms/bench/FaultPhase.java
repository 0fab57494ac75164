package com.sphereon.kms.bench;

import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.util.List;
import java.util.Map;

/**
 * A way for a backend to be broken.
 *
 * @param name as it is called in the report
 * @param begin breaks it
 * @param end mends it
 */
record FaultPhase(String name, Change begin, Change end) {
    private static final int THROTTLED_TO = 5;

    /** Something that is done to it. */
    @FunctionalInterface
    interface Change {
        void at(CloudSite site) throws InterruptedException;
    }

    /** All that are measured. */
    static List<FaultPhase> all() {
        return List.of(
                injected("hangs", Fault.HANG),
                injected("answers 500", Fault.SERVER_ERROR),
                new FaultPhase("5 requests/s", site -> site.backend().allow(THROTTLED_TO), FaultPhase::heal),
                injected("breaks off", Fault.RESET),
                injected("credentials", Fault.CREDENTIALS_EXPIRED),
                new FaultPhase(
                        "no such host",
                        site -> site.reconfigure(Map.of("endpoint-url", "https://kms.invalid")),
                        site -> site.reconfigure(Map.of())));
    }

    private static FaultPhase injected(String name, Fault fault) {
        return new FaultPhase(name, site -> site.backend().inject(fault, FaultyBackend.ALWAYS), FaultPhase::heal);
    }

    private static void heal(CloudSite site) {
        site.backend().heal();
    }
}
