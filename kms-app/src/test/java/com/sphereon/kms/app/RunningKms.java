package com.sphereon.kms.app;

import java.nio.file.Path;
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
        return new RunningKms(
                KmsApplication.start(Map.of("server.rest.port", "0", "kms.data-dir", dataDirectory.toString())));
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
