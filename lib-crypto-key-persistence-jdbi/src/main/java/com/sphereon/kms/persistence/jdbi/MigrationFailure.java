package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.IntegrityException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.ValidateOutput;

/** Says to an operator, in a sentence, why the tables cannot be brought to the current version and what to do. */
final class MigrationFailure {

    private MigrationFailure() {}

    static IntegrityException explain(Flyway flyway, FlywayException failure) {
        if (failure.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return new IntegrityException(
                    "The database holds tables that are not ours; name another one, or an empty one", failure);
        }
        return new IntegrityException(
                firstInvalid(flyway)
                        .map(MigrationFailure::sentence)
                        .orElse("A migration of the database failed; the log says why"),
                failure);
    }

    private static Optional<ValidateOutput> firstInvalid(Flyway flyway) {
        try {
            return flyway.validateWithResult().invalidMigrations.stream()
                    .filter(migration ->
                            migration.errorDetails.errorCode != CoreErrorCode.RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED)
                    .findFirst();
        } catch (FlywayException e) {
            return Optional.empty();
        }
    }

    private static String sentence(ValidateOutput invalid) {
        return "Migration %s (%s) of the database %s"
                .formatted(invalid.version, invalid.description, problem(invalid.errorDetails.errorCode));
    }

    private static String problem(ErrorCode code) {
        if (!(code instanceof CoreErrorCode known)) {
            return "is not valid; the log says why";
        }
        return switch (known) {
            case FAILED_VERSIONED_MIGRATION, FAILED_REPEATABLE_MIGRATION, FAILED_BASELINE_MIGRATION ->
                "was applied only in part; restore the backup from before the upgrade";
            case APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED, APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED ->
                "was applied by a newer version of this program; start that one, or restore the backup from before the"
                        + " upgrade";
            case CHECKSUM_MISMATCH, TYPE_MISMATCH, DESCRIPTION_MISMATCH, OUTDATED_REPEATABLE_MIGRATION ->
                "is not the one that was applied; start the program it was applied by";
            default -> "is not valid; the log says why";
        };
    }
}
