package com.sphereon.kms.app;

import com.sphereon.kms.app.audit.TrustedKeys;
import com.sphereon.kms.core.audit.ExportMismatchException;
import com.sphereon.kms.core.audit.ExportVerifier;
import com.sphereon.kms.core.audit.KeptCheckpoint;
import com.sphereon.kms.core.audit.SignedNote;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TrustedKey;
import com.sphereon.kms.core.audit.VerifiedExport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kms audit verify}: proves an export offline. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verify an exported audit log, with nothing but the file and public keys.",
            "Exit code 0: all of it fits. 1: it does not; the first event that does not",
            "fit is named. 2: wrong usage."
        })
final class AuditVerifyCommand implements Callable<Integer> {
    @Option(names = "--export", required = true, paramLabel = "FILE", description = "What 'kms audit export' wrote.")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private Path export;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE|VKEY",
            description = {
                "Public keys that may have signed checkpoints: a JWK set, a JWK, PEM, or",
                "verifier keys (name+id+key). All versions of a rotated key. Repeatable.",
                "From where you trust them, not from where the export is."
            })
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "A checkpoint you kept from earlier, which must not be contradicted. Repeatable.")
    private List<Path> checkpoints = new ArrayList<>();

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description = "The name the log must have, such as kms.example.com/tenant.")
    private Optional<String> origin = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        LogLevel.errorsOnly();
        List<TrustedKey> trusted =
                keys.stream().flatMap(key -> trusted(key).stream()).toList();
        List<KeptCheckpoint> kept = checkpoints.stream().map(this::kept).toList();
        ExportVerifier verifier = new ExportVerifier(trusted, Discovery.verifier()::verify);
        try (InputStream in = Files.newInputStream(export)) {
            report(verifier.verify(in, origin, kept));
            return ExitCode.OK;
        } catch (ExportMismatchException e) {
            spec.commandLine().getErr().printf("kms: %s does not verify: %s%n", export, e.getMessage());
            return ExitCode.SOFTWARE;
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--export: %s cannot be read".formatted(export), e);
        }
    }

    private void report(VerifiedExport verified) {
        spec.commandLine()
                .getOut()
                .printf(
                        "verified: %d events and %d checkpoints of %s, from %s to %s, root %s; kept checkpoints that fit: %d%n",
                        verified.events(),
                        verified.checkpoints(),
                        verified.origin(),
                        verified.firstTime(),
                        verified.lastTime(),
                        verified.root().base64(),
                        checkpoints.size());
    }

    private List<TrustedKey> trusted(String key) {
        try {
            return TrustedKeys.read(key);
        } catch (IllegalArgumentException | IOException e) {
            throw unusable("--key", key, e);
        }
    }

    private KeptCheckpoint kept(Path file) {
        try {
            // In octets no more than four for each character.
            if (Files.size(file) > 4L * StoredCheckpoint.MAX_NOTE_CHARS) {
                throw new IllegalArgumentException("it is too long for a checkpoint");
            }
            return new KeptCheckpoint(
                    file.toString(), SignedNote.parse(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | IOException e) {
            throw unusable("--checkpoint", file.toString(), e);
        }
    }

    private ParameterException unusable(String option, String value, Exception reason) {
        String why = reason instanceof IOException ? "it cannot be read" : String.valueOf(reason.getMessage());
        return new ParameterException(spec.commandLine(), "%s %s: %s".formatted(option, value, why), reason);
    }
}
