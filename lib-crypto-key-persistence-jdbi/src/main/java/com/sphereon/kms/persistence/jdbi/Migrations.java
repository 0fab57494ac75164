package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings tables to the current version, by scripts that are known by name: nothing is searched for, neither on the class
 * path nor in the environment. Anything but a clean history is refused, and never repaired by itself.
 */
public final class Migrations {
    private final List<MigrationScript> scripts;

    /**
     * @param anchor a class beside whose package the folder {@code migration} lies
     * @param scripts file names in that folder, such as {@code V1__key_reference.sql}
     */
    public Migrations(Class<?> anchor, List<String> scripts) {
        this.scripts =
                scripts.stream().map(name -> MigrationScript.read(anchor, name)).toList();
    }

    /** Tells this set of scripts from any other, today and in later versions; never 0. */
    public int fingerprint() {
        CRC32 checksum = new CRC32();
        for (MigrationScript script : scripts) {
            checksum.update((script.name() + '\n' + script.sql() + '\n').getBytes(StandardCharsets.UTF_8));
        }
        return checksum.getValue() == 0 ? 1 : (int) checksum.getValue();
    }

    /**
     * Applies what has not been applied yet. May run in several processes at once, where the database has locks for it.
     *
     * @param schema the schema to create when missing and to work in; the only one there is, when empty
     * @throws IntegrityException when the history has a gap, a failure or a change in it, or a script does not run
     * @throws UnavailableException when the database cannot be reached or written; what was done then is undone or
     *     found at the next attempt
     */
    public void apply(DataSource source, Optional<String> schema, Dialect dialect) {
        try {
            Flyway flyway = flyway(source, schema);
            migrate(flyway, new FailureTranslation(dialect));
        } catch (FlywayException e) {
            throw new FailureTranslation(dialect).translate(e);
        }
    }

    private static void migrate(Flyway flyway, FailureTranslation failures) {
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            Optional<Failure> failure = failures.saidByDatabase(e);
            throw failure.isEmpty() || failure.get() == Failure.UNEXPECTED
                    ? MigrationFailure.explain(flyway, e)
                    : failures.translate(e);
        }
    }

    private Flyway flyway(DataSource source, Optional<String> schema) {
        FluentConfiguration settings = Flyway.configure(Migrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(source)
                .resourceProvider(new ScriptProvider(scripts))
                .javaMigrationClassProvider(List::of)
                .locations(new String[0])
                .ignoreMigrationPatterns(new String[0])
                .cleanDisabled(true)
                .skipDefaultCallbacks(true)
                .placeholderReplacement(false)
                .validateMigrationNaming(true);
        schema.ifPresent(name -> settings.schemas(name).createSchemas(true));
        return settings.load();
    }
}
