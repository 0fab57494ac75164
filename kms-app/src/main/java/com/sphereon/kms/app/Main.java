package com.sphereon.kms.app;

import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.http.BuildInfo;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "kms",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Key management service: keys by name, for many tenants, behind one REST API.",
        subcommands = {ServeCommand.class, DemoCommand.class, AuditCommand.class, CommandLine.HelpCommand.class},
        footerHeading = "%nConfiguration:%n",
        footer = {
            "  Built-in defaults, then the *.yaml files of the directory in KMS_CONFIG_DIR,",
            "  then environment variables: SERVER_REST_PORT sets server.rest.port,",
            "  KMS_DATA_DIR sets kms.data-dir. All keys: docs/configuration.md.",
            "  KMS_LOG_LEVEL sets how much is logged (default INFO).",
            "%nExamples:",
            "  ./kms demo                               see it work",
            "  SERVER_REST_PORT=18080 ./kms serve       run it"
        })
public final class Main implements Runnable {
    /** Exit code when the configuration does not allow a start. */
    static final int EXIT_CONFIGURATION = 78;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    private Main() {}

    /** Runs a command and exits with its code: 0 done, 1 failed, 2 wrong usage, 78 wrong configuration. */
    public static void main(String[] args) {
        PrintWriter out = printer(FileDescriptor.out);
        PrintWriter err = printer(FileDescriptor.err);
        System.exit(commandLine(out, err).execute(args));
    }

    /** In UTF-8 whatever the locale says: names of people are among what is printed. */
    private static PrintWriter printer(FileDescriptor stream) {
        return new PrintWriter(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** One sentence for what the user can mend; the whole story only for what they cannot. */
    private static int report(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof ConfigurationException) {
            command.getErr().println("kms: " + failure.getMessage());
            return EXIT_CONFIGURATION;
        }
        if (failure instanceof KmsException) {
            command.getErr().println("kms: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            BuildInfo build = BuildFacts.read();
            return new String[] {
                "kms %s (commit %s, %s)".formatted(build.version(), build.gitCommit(), build.buildTime())
            };
        }
    }
}
