package com.sphereon.kms.provider.software;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/**
 * The steps that change files. Each is all or nothing for a reader, and on disk only where it says so; their order is
 * what survives a loss of power, so tests record it.
 */
interface FileOperations {

    /**
     * Makes a folder only its owner can use.
     *
     * @throws FileAlreadyExistsException when something of that name exists
     */
    void createFolder(Path folder) throws IOException;

    /**
     * Writes a new file only its owner can read. On return its content is on disk, though not its name.
     *
     * @throws FileAlreadyExistsException when something of that name exists; that is left as it is
     */
    void writeSynced(Path file, byte[] content) throws IOException;

    /** Gives a file another name in the same folder. A file that has the name already is replaced. */
    void rename(Path from, Path to) throws IOException;

    /**
     * Gives a file one more name in the same folder.
     *
     * @throws FileAlreadyExistsException when something has the name already
     * @throws UnsupportedOperationException where files have one name only
     */
    void link(Path file, Path name) throws IOException;

    /** Removes a file; nothing there is no error. */
    void delete(Path file) throws IOException;

    /** Brings to disk what was created, renamed and deleted in a folder. */
    void syncFolder(Path folder) throws IOException;
}
