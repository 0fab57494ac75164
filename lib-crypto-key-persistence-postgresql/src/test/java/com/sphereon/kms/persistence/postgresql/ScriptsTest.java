package com.sphereon.kms.persistence.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is left out of a list is never applied, and nothing else would notice. */
class ScriptsTest {

    private static List<Path> files(String folder) throws IOException, URISyntaxException {
        Path path = Path.of(PostgresqlDatabase.class.getResource(folder).toURI());
        try (Stream<Path> files = Files.list(path)) {
            return files.sorted().toList();
        }
    }

    @Test
    void scripts_inTheFolders_areAllListed() throws IOException, URISyntaxException {
        assertThat(files("migration"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyElementsOf(PostgresqlDatabase.TENANT_SCRIPTS);
        assertThat(files("platform"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyElementsOf(PostgresqlDatabase.PLATFORM_SCRIPTS);
    }
}
