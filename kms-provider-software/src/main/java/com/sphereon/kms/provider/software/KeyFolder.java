package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyHandle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The files of a key store: {@code <root>/<tenant>/<reference>.jwe}. Knows names, not content. */
final class KeyFolder {
    /** Largest key file that is read, in bytes. One with an RSA key of 4096 bits has less than a third of that. */
    static final int MAX_FILE_BYTES = 16 * 1024;

    private static final String KEY_SUFFIX = ".jwe";
    private static final String TEMPORARY_SUFFIX = ".tmp";

    private final Path root;
    private final DurableFiles files;
    /** Tenants whose folder this process has brought to disk. */
    private final Set<TenantId> durableTenants = ConcurrentHashMap.newKeySet();

    private KeyFolder(Path root, DurableFiles files) {
        this.root = root;
        this.files = files;
    }

    /** Opens a key store, and makes its folder where there is none. */
    static KeyFolder open(Path root, DurableFiles files) throws IOException {
        files.createFolders(root);
        return new KeyFolder(root, files);
    }

    /** Where the key store is. */
    Path root() {
        return root;
    }

    /** The place of a key's file; none for an id that was not made here, so that no id becomes a path of its own. */
    Optional<Path> place(KeyHandle handle) {
        return isReference(handle.providerKeyId())
                ? Optional.of(folder(handle.tenant()).resolve(handle.providerKeyId() + KEY_SUFFIX))
                : Optional.empty();
    }

    private static boolean isReference(String providerKeyId) {
        try {
            return UUID.fromString(providerKeyId).toString().equals(providerKeyId);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Writes a key's file; it is durable on return.
     *
     * @throws FileAlreadyExistsException when there is one
     */
    void write(TenantId tenant, UUID reference, byte[] content) throws IOException {
        Path folder = folder(tenant);
        if (!durableTenants.contains(tenant)) {
            // never the root: were its volume gone, keys would be written where nobody looks for them later
            files.createFolder(folder);
            durableTenants.add(tenant);
        }
        files.write(folder.resolve(reference + TEMPORARY_SUFFIX), folder.resolve(reference + KEY_SUFFIX), content);
    }

    /**
     * Reads a file; of one that is too long only as much as shows that.
     *
     * @throws NoSuchFileException when there is none
     */
    byte[] read(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return content.readNBytes(MAX_FILE_BYTES + 1);
        } catch (NoSuchFileException e) {
            if (Files.isDirectory(root)) {
                throw e;
            }
            // the volume is not there: that must not look as if the keys had been deleted
            throw new NotDirectoryException(root.toString());
        }
    }

    /** Removes a key's file and a temporary one beside it, durably. */
    void delete(TenantId tenant, UUID reference) throws IOException {
        Path folder = folder(tenant);
        if (Files.isDirectory(folder)) {
            files.delete(folder, folder.resolve(reference + KEY_SUFFIX), folder.resolve(reference + TEMPORARY_SUFFIX));
        } else if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
    }

    /** Removes temporary files that were last changed before a moment: what a process that is gone was writing. */
    void deleteTemporaries(Instant before) throws IOException {
        for (Path tenant : foldersIn(root)) {
            for (Path temporary : entries(tenant, "*" + TEMPORARY_SUFFIX)) {
                if (isOlder(temporary, before)) {
                    files.delete(tenant, temporary);
                }
            }
        }
    }

    private static boolean isOlder(Path file, Instant moment) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(moment);
        } catch (NoSuchFileException e) {
            // another process, starting at the same time, has removed it
            return false;
        }
    }

    /** One of the key files in a folder or at most two folders below it, whichever comes first. */
    static Optional<Path> anyKeyFile(Path folder) throws IOException {
        return anyKeyFile(folder, 2);
    }

    private static Optional<Path> anyKeyFile(Path folder, int depth) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<Path> here = entries(folder, "*" + KEY_SUFFIX).stream().findFirst();
        if (here.isPresent() || depth == 0) {
            return here;
        }
        for (Path below : foldersIn(folder)) {
            Optional<Path> found = anyKeyFile(below, depth - 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Folders we may look into: a volume's {@code lost+found}, for one, is closed to us. */
    private static List<Path> foldersIn(Path folder) throws IOException {
        return entries(folder, "*").stream()
                .filter(entry -> Files.isDirectory(entry) && Files.isReadable(entry))
                .toList();
    }

    private static List<Path> entries(Path folder, String glob) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    private Path folder(TenantId tenant) {
        return root.resolve(tenant.value());
    }
}
