package com.sphereon.kms.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kms audit}: what auditors do. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Export a tenant's audit log, and verify an export offline (docs/audit.md).",
        subcommands = {AuditExportCommand.class, AuditVerifyCommand.class, HelpCommand.class})
final class AuditCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
