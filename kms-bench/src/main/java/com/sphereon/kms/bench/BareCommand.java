package com.sphereon.kms.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench bare}: the bare endpoint as a process of its own; {@code load} starts it. */
@Command(name = "bare", hidden = true, description = "Run the bare endpoint until the process is told to end.")
final class BareCommand implements Callable<Integer> {
    @Option(names = "--port", required = true, description = "Where to listen on this machine.")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        try (BareEndpoint endpoint = BareEndpoint.start(port)) {
            endpoint.awaitEnd();
            return 0;
        }
    }
}
