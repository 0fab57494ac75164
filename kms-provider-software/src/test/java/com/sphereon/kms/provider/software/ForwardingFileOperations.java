package com.sphereon.kms.provider.software;

import java.io.IOException;
import java.nio.file.Path;

/** Does what it is told; tests override what they want to see or to fail. */
class ForwardingFileOperations implements FileOperations {
    private final FileOperations disk = new DiskOperations();

    @Override
    public void createFolder(Path folder) throws IOException {
        disk.createFolder(folder);
    }

    @Override
    public void writeSynced(Path file, byte[] content) throws IOException {
        disk.writeSynced(file, content);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        disk.link(file, name);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        disk.syncFolder(folder);
    }
}
