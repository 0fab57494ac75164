package com.sphereon.kms.app;

import com.sphereon.kms.app.demo.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kms demo}: the main job end to end, against a server of its own that leaves nothing behind. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Issue and verify a credential, from key to signature.",
            "Starts a server on a free port with a temporary folder, and removes both at the end."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LogLevel.errorsOnly();
        PrintWriter out = spec.commandLine().getOut();
        Path folder = Files.createTempDirectory("kms-demo");
        try {
            out.println("Starting a KMS on a free port ...");
            try (KmsApplication application =
                    KmsApplication.start(Map.of("server.rest.port", "0", "kms.data-dir", folder.toString()))) {
                new Demo(application.port(), out).run();
            }
            return 0;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
