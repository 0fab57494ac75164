package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database can write no more: no signature leaves, and with room again all is well. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AuditDiskTest {
    /**
     * No file may grow beyond it, in blocks of 512 bytes: enough for the libraries that are unpacked and for the tables, and for
     * the write-ahead log of some hundred signatures.
     */
    private static final int MAX_FILE_BLOCKS = 4096;

    private static final int CLIENTS = 8;

    @TempDir
    private Path folder;

    @Test
    void disk_fullWhileSigning_refusedAndAllSignaturesAreInTheLog(TestReporter reporter)
            throws IOException, InterruptedException {
        SigningLoad load = new SigningLoad();
        Path data = folder.resolve("data");
        List<String> limited = List.of("sh", "-c", "ulimit -f " + MAX_FILE_BLOCKS + "; exec \"$@\"", "sh");
        try (load;
                ServerProcess server = ServerProcess.start(data, Map.of(), limited)) {
            server.client().generate("key", "ED25519");
            load.add(server.client(), CLIENTS);
            load.awaitRefusals(5 * CLIENTS);
            assertThat(load.size()).isPositive();
            server.client().getAtRoot("/health").expect(200);
            load.close();
            server.stop();
        }

        try (ServerProcess server = ServerProcess.start(data)) {
            server.client().sign(Json.object("alias", "key"), "AAAA").expect(201);
            AuditView log = AuditView.of(server.client()).assertSound();
            assertThat(server.client().get("/audit/status").expect(200).json().has("alarm"))
                    .isFalse();
            reporter.publishEntry("disk full", load.assertIn(log));
        }
    }
}
