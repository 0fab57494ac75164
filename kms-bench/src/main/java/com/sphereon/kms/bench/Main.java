package com.sphereon.kms.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code kms bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure the product. Without a command: load.",
        subcommands = {LoadCommand.class, CostCommand.class, FaultsCommand.class, PartsCommand.class, BareCommand.class
        })
public final class Main implements Runnable {
    private static final String DEFAULT = "load";
    private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    private Main() {}

    /** Runs a command and exits with its code: 0 done, 1 failed or a signature was not valid, 2 wrong usage. */
    public static void main(String[] args) {
        PrintWriter out = printer(FileDescriptor.out);
        System.exit(commandLine(out, printer(FileDescriptor.err)).execute(withDefault(args)));
    }

    private static PrintWriter printer(FileDescriptor stream) {
        return new PrintWriter(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    /** Options without a command are those of {@code load}. */
    static String[] withDefault(String... args) {
        boolean ownOption = args.length > 0 && OWN_OPTIONS.contains(args[0]);
        boolean command = args.length > 0 && !args[0].startsWith("-");
        return ownOption || command
                ? args
                : Stream.concat(Stream.of(DEFAULT), List.of(args).stream()).toArray(String[]::new);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static int report(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof BrokenSignatureException || failure instanceof IllegalStateException) {
            command.getErr().println("kms bench: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
