package com.sphereon.kms.app;

import com.sphereon.kms.app.audit.AuditClient;
import com.sphereon.kms.app.audit.ExportFailedException;
import com.sphereon.kms.app.audit.LogExport;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kms audit export}: fetches the log over the REST API. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write a tenant's audit log to a file, up to its newest checkpoint.",
            "Which tenant's is said by the token; it needs the role auditor or tenant-admin."
        })
final class AuditExportCommand implements Callable<Integer> {
    private static final String TOKEN = "--token";

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "Where the API begins, such as http://127.0.0.1:8080/api/kms/v1.")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String url;

    @Option(
            names = TOKEN,
            paramLabel = "env:NAME|file:PATH",
            description = "Where the bearer token is; not the token itself.")
    private Optional<String> token = Optional.empty();

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "A file that does not exist yet.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = {
                "Write the public keys that signed to a file as well, as a JWK set.",
                "Compare them with those you have, before you trust them."
            })
    private Optional<Path> keys = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        LogLevel.errorsOnly();
        PrintWriter err = spec.commandLine().getErr();
        try (AuditClient client = new AuditClient(base(), tokenReference(), Thread::sleep, err)) {
            LogExport.Written written = new LogExport(client, err).write(output, keys);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "exported: %d events and %d checkpoints of %s to %s; newer events that no checkpoint covers yet: %d%n",
                            written.events(), written.checkpoints(), written.origin(), output, written.newer());
            return ExitCode.OK;
        } catch (ExportFailedException | InvalidSettingException e) {
            err.println("kms: " + e.getMessage());
        } catch (IOException e) {
            err.printf("kms: the file cannot be written: %s%n", e);
        }
        return ExitCode.SOFTWARE;
    }

    private URI base() {
        try {
            URI uri = new URI(url);
            boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isWeb
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // falls through to the one message that says what is allowed
        }
        throw new ParameterException(
                spec.commandLine(), "--url must be an http or https URL with a host, without user, query and fragment");
    }

    private Optional<SecretReference> tokenReference() {
        try {
            return token.map(text -> SecretReference.parse(TOKEN, text));
        } catch (InvalidSettingException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
