package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.CheckpointWitness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last checkpoint of each log is remembered beside the database. */
class FileWitnessTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");

    @TempDir
    private Path folder;

    private CheckpointWitness witness() {
        return new FileWitness(folder.resolve("witness"));
    }

    @Test
    void last_kept_isTheNewestOfThatTenantAlsoAfterwards() {
        witness().keep(ACME, "first\n");
        witness().keep(OTHER, "theirs\n");
        witness().keep(ACME, "second\n");

        assertThat(witness().last(ACME)).contains("second\n");
        assertThat(witness().last(OTHER)).contains("theirs\n");
        assertThat(witness().tenants()).containsExactlyInAnyOrder(ACME, OTHER);
    }

    @Test
    void last_nothingKept_empty() {
        assertThat(witness().last(ACME)).isEmpty();
        assertThat(witness().tenants()).isEmpty();
    }

    @Test
    void tenants_filesOfOthersBeside_leftOut() throws IOException {
        witness().keep(ACME, "note\n");
        for (String name : List.of("README", "acme.checkpoint.bak", "no tenant!.checkpoint", ".checkpoint")) {
            Files.writeString(folder.resolve("witness").resolve(name), "x");
        }

        assertThat(witness().tenants()).containsExactly(ACME);
    }

    @Test
    void keep_noFolderCanBe_unavailable() throws IOException {
        Files.writeString(folder.resolve("witness"), "a file");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> witness().keep(ACME, "note\n"))
                .withMessage("The checkpoint of tenant acme cannot be remembered");
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> witness().last(ACME));
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> witness().tenants());
    }
}
