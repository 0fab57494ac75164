package com.sphereon.kms.provider.software;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes that survive a loss of power as soon as they return, and that are never half done under a real name. */
final class DurableFiles {
    private final FileOperations operations;

    DurableFiles(FileOperations operations) {
        this.operations = operations;
    }

    /**
     * Writes a file. After a failure neither exists, or the whole file does.
     *
     * @param temporary a name in the same folder that is this file's alone
     * @throws FileAlreadyExistsException when file or temporary file exist already; both are left as they are
     */
    void write(Path temporary, Path file, byte[] content) throws IOException {
        try {
            operations.writeSynced(temporary, content);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw deletedAfter(e, temporary);
        }
        // whoever has the temporary file is the only writer, so what is not there now will not be there at the renaming
        if (Files.exists(file)) {
            throw deletedAfter(new FileAlreadyExistsException(file.toString()), temporary);
        }
        try {
            operations.rename(temporary, file);
        } catch (IOException e) {
            throw deletedAfter(e, temporary);
        }
        operations.syncFolder(folderOf(file));
    }

    /**
     * Writes a file unless there is one of that name, even if another process is just making it.
     *
     * @throws FileAlreadyExistsException when there is one
     */
    void writeOnce(Path temporary, Path file, byte[] content) throws IOException {
        operations.writeSynced(temporary, content);
        try {
            operations.link(temporary, file);
        } catch (UnsupportedOperationException e) {
            // without a second name the content cannot appear at once; that nothing is overwritten matters more
            operations.writeSynced(file, content);
        } finally {
            operations.delete(temporary);
        }
        operations.syncFolder(folderOf(file));
    }

    private IOException deletedAfter(IOException failure, Path file) {
        try {
            operations.delete(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Removes files of one folder. Those that are gone already count as removed, and are so durably afterwards. */
    void delete(Path folder, Path... files) throws IOException {
        for (Path file : files) {
            operations.delete(file);
        }
        operations.syncFolder(folder);
    }

    /** Makes a folder and those it lies in, unless they exist. */
    void createFolders(Path folder) throws IOException {
        Path parent = folderOf(folder);
        if (!Files.isDirectory(parent)) {
            createFolders(parent);
        }
        createFolder(folder);
    }

    /**
     * Makes a folder in one that exists. Its entry is brought to disk even when it was there: whoever made it may have
     * been stopped before.
     */
    void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            createOrFind(folder);
        }
        Path parent = folderOf(folder);
        if (Files.isReadable(parent)) {
            operations.syncFolder(parent);
        }
    }

    private void createOrFind(Path folder) throws IOException {
        try {
            operations.createFolder(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
