package com.sphereon.kms.persistence.mysql;

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
        Path path = Path.of(MysqlDatabase.class.getResource(folder).toURI());
        try (Stream<Path> files = Files.list(path)) {
            return files.sorted().toList();
        }
    }

    @Test
    void scripts_inTheFolders_areAllListed() throws IOException, URISyntaxException {
        assertThat(files("migration"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(MysqlDatabase.TENANT_SCRIPTS);
        assertThat(files("platform"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(MysqlDatabase.PLATFORM_SCRIPTS);
    }

    /** So a kill leaves nothing, or something that the same statement passes over. */
    @Test
    void scripts_each_oneRepeatableStatement() throws IOException, URISyntaxException {
        for (Path file : Stream.concat(files("migration").stream(), files("platform").stream())
                .toList()) {
            String statements = Files.readString(file)
                    .lines()
                    .filter(line -> !line.strip().startsWith("--"))
                    .reduce("", (all, line) -> all + line + "\n");

            assertThat(statements)
                    .matches("(?s)(create table if not exists|drop table if exists|insert ignore into) .*")
                    .containsOnlyOnce(";")
                    .endsWith(";\n");
        }
    }
}
