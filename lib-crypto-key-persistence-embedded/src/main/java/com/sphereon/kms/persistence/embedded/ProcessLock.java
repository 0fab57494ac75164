package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.spi.InvalidSettingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a second process away from the database, and a second opening in this process. The operating system drops the
 * lock when the process dies, in whatever way.
 */
final class ProcessLock implements AutoCloseable {
    /**
     * What this process has open. The system's lock belongs to the whole process: it would not keep us from ourselves,
     * and closing any other handle on the lock file would drop it. So a file in here is not even opened again.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final int MAX_OWNER_BYTES = 20;

    private final Path path;
    private final FileChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ProcessLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * @param setting for messages
     * @throws InvalidSettingException when another has the lock
     */
    static ProcessLock acquire(String setting, DatabaseFile file) {
        Path path = file.sibling(".lock");
        if (!HELD.add(path)) {
            throw inUse(setting, file, "this process itself");
        }
        ProcessLock lock = null;
        try {
            lock = lock(setting, file, path);
            return lock;
        } catch (IOException e) {
            throw new InvalidSettingException(setting, "is " + file.path() + ", but " + path + " cannot be locked");
        } finally {
            if (lock == null) {
                HELD.remove(path);
            }
        }
    }

    private static ProcessLock lock(String setting, DatabaseFile file, Path path) throws IOException {
        DatabaseFile.createPrivate(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            if (!locked) {
                throw inUse(setting, file, "another process" + owner(channel));
            }
            writeOwner(channel);
            return new ProcessLock(path, channel);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static void writeOwner(FileChannel channel) throws IOException {
        channel.truncate(0);
        String owner = Long.toString(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The number the owner left, for the message only: it says nothing across machines and containers. */
    private static String owner(FileChannel channel) {
        try {
            ByteBuffer content = ByteBuffer.allocate(MAX_OWNER_BYTES);
            channel.read(content, 0);
            String owner = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
            return owner.matches("[0-9]+") ? " (" + owner + ")" : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static InvalidSettingException inUse(String setting, DatabaseFile file, String who) {
        return new InvalidSettingException(
                setting,
                "is %s, which %s has open; only one can, so stop it or choose another data directory"
                        .formatted(file.path(), who));
    }

    /** Once closed, others may open the database. Closing again does nothing, whoever has it then. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The system drops the lock with the process at the latest, and there is nothing else one could do.
        }
        HELD.remove(path);
    }
}
