package com.sphereon.kms.app;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.CheckpointWitness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A file for each tenant with the last checkpoint. It is replaced as a whole. It is not forced to the disk: after a loss of
 * power an older checkpoint may be there, which still tells most of what the newest would.
 */
final class FileWitness implements CheckpointWitness {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Path folder;

    /** @param folder made when it does not exist */
    FileWitness(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<String> last(TenantId tenant) {
        try {
            return Optional.of(Files.readString(file(tenant)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UnavailableException(
                    "The last checkpoint of tenant %s cannot be read".formatted(tenant), RETRY_AFTER, e);
        }
    }

    @Override
    public void keep(TenantId tenant, String note) {
        try {
            Files.createDirectories(folder);
            Path written = Files.createTempFile(folder, tenant.value(), ".new");
            Files.writeString(written, note);
            Files.move(written, file(tenant), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UnavailableException(
                    "The checkpoint of tenant %s cannot be remembered".formatted(tenant), RETRY_AFTER, e);
        }
    }

    private Path file(TenantId tenant) {
        return folder.resolve(tenant.value() + ".checkpoint");
    }
}
