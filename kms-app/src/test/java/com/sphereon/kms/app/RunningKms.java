package com.sphereon.kms.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The whole server in this process, on a free port, with its data in a folder of the test. */
final class RunningKms implements AutoCloseable {
    static final String PROVIDER = "software-default";

    private final KmsApplication application;
    private final KmsClient client;

    private RunningKms(KmsApplication application) {
        this.application = application;
        this.client = new KmsClient(application.port());
    }

    static RunningKms start(Path dataDirectory) {
        return start(dataDirectory, Map.of());
    }

    static RunningKms start(Path dataDirectory, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("server.rest.port", "0");
        all.put("kms.data-dir", dataDirectory.toString());
        // The key of the checkpoints is made with the first; tests that count keys do not expect it.
        all.putIfAbsent("kms.audit.checkpoint-interval", "PT24H");
        return new RunningKms(KmsApplication.start(all));
    }

    KmsClient client() {
        return client;
    }

    int port() {
        return application.port();
    }

    @Override
    public void close() {
        application.close();
    }
}
