package com.sphereon.kms.app;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code kms serve}: runs the server until the process is told to end. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Run the server in the foreground.",
            "Without further configuration: http://127.0.0.1:8080/api/kms/v1, tenant",
            "'default', software keys and an embedded database in ./data, and no",
            "authentication, which it says at every start."
        })
final class ServeCommand implements Callable<Integer> {

    @Override
    public Integer call() throws InterruptedException {
        KmsApplication application = KmsApplication.start(Map.of());
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            application.close();
                            closed.countDown();
                        },
                        "kms-shutdown"));
        closed.await();
        return 0;
    }
}
