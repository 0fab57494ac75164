package com.sphereon.kms.app.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there as a whole, and on disk, or not at all. Never replaces one: what an auditor kept is not to be lost by a
 * slip.
 *
 * @param path where it will be
 */
record NewFile(Path path) {
    /** Windows does not know the syncing of folders. */
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** What is to be in a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    /** @throws ExportFailedException when there is such a file, or no folder for it */
    void requireFree() {
        if (Files.exists(path)) {
            throw new ExportFailedException("%s exists; it is not replaced".formatted(path));
        }
        if (!Files.isDirectory(folder())) {
            throw new ExportFailedException("there is no folder %s".formatted(folder()));
        }
    }

    /** Readable by its owner only. */
    void write(Content content) throws IOException, InterruptedException {
        Path temporary = Files.createTempFile(folder(), "." + path.getFileName(), ".part");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            requireFree();
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(folder(), StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private Path folder() {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }
}
