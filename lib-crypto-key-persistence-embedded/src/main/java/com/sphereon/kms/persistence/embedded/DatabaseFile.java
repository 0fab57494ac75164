package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.spi.InvalidSettingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The file the database is in. What is created here is for its owner only, and so is what SQLite puts beside it, since
 * that takes over the permissions of the file.
 *
 * @param path without links, so that one file has one name
 */
record DatabaseFile(Path path) {
    private static final String SUFFIX = ".db";
    private static final String FOR_OWNER = "rw-------";
    private static final String FOLDER_FOR_OWNER = "rwx------";

    /**
     * The file, made when it does not exist; so are the folders above it.
     *
     * @param setting for messages
     * @throws InvalidSettingException when it can neither be made nor written
     */
    static DatabaseFile create(String setting, Path wanted) {
        Path path = wanted.toAbsolutePath().normalize();
        try {
            Path folder = createFolder(path);
            createPrivate(path);
            sync(folder);
            return new DatabaseFile(requireWritableFile(setting, path).toRealPath());
        } catch (IOException e) {
            throw new InvalidSettingException(setting, "is " + path + ", which cannot be created");
        }
    }

    /** A file beside this one with another ending. */
    Path sibling(String suffix) {
        String name = path.getFileName().toString();
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return path.resolveSibling(stem + suffix);
    }

    /** Makes an empty file that nobody but its owner can read; leaves one that exists as it is. */
    static void createPrivate(Path path) throws IOException {
        try {
            Files.createFile(path, permissions(path, FOR_OWNER));
        } catch (FileAlreadyExistsException e) {
            // Its owner decided who may read it.
        }
    }

    private static Path createFolder(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder == null) {
            throw new IOException("the root is no file");
        }
        // A link to a folder is fine, but createDirectories would object to it.
        if (!Files.isDirectory(folder)) {
            createFolders(folder);
        }
        return folder;
    }

    private static void createFolders(Path folder) throws IOException {
        List<Path> changed = new ArrayList<>();
        Path missing = folder;
        for (Path parent = missing.getParent();
                parent != null && Files.notExists(missing);
                parent = missing.getParent()) {
            changed.add(parent);
            missing = parent;
        }
        Files.createDirectories(folder, permissions(folder, FOLDER_FOR_OWNER));
        changed.forEach(DatabaseFile::sync);
    }

    private static Path requireWritableFile(String setting, Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidSettingException(setting, "is " + path + ", which is not a file");
        }
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            throw new InvalidSettingException(setting, "is " + path + ", which this process may not read and write");
        }
        return path;
    }

    /** Until its folder is on disk, a new file can vanish with the power, however well its content was written. */
    private static void sync(Path folder) {
        if (!isPosix(folder)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // A file system that cannot do this for folders has its own way, and SQLite does not insist either.
        }
    }

    private static FileAttribute<?>[] permissions(Path where, String permissions) {
        return isPosix(where)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path where) {
        return where.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
