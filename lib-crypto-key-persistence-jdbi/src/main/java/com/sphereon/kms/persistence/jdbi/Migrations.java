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
import org.jspecify.annotations.Nullable;

/**
 * Brings tables to the current version, by scripts that are known by name: nothing is searched for, neither on the class
 * path nor in the environment. Anything but a clean history is refused, and never repaired by itself.
 */
public final class Migrations {
    private final List<MigrationScript> scripts;

    /**
     * @param anchor a class beside whose package the folder lies
     * @param scripts file names in that folder, such as {@code V1__key_reference.sql}
     */
    public Migrations(Class<?> anchor, String folder, List<String> scripts) {
        this.scripts = scripts.stream()
                .map(name -> MigrationScript.read(anchor, folder, name))
                .toList();
    }

    /**
     * What the history of a schema says of one script.
     *
     * @param version null for what is no script
     * @param success whether it ran to its end
     */
    public record Applied(@Nullable String version, int checksum, boolean success) {}

    /** What the history says once all are applied, in order. */
    public List<Applied> scripts() {
        return scripts.stream()
                .map(script -> new Applied(script.version(), script.checksum(), true))
                .toList();
    }

    /** Whether that history is the one of exactly these scripts. */
    public boolean areExactly(List<Applied> history) {
        return history.equals(scripts());
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
     * @param schema the schema to work in, which exists; the only one there is, when empty
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
        schema.ifPresent(name -> settings.schemas(name).createSchemas(false));
        return settings.load();
    }
}
