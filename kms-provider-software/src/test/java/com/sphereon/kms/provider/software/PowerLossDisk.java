package com.sphereon.kms.provider.software;

import com.sphereon.kms.testkit.provider.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A disk whose power goes after a given number of steps. It also keeps the books of what a real disk then still has: a
 * file's content once it was synced, a name once its folder was, and of everything younger any part or nothing.
 */
final class PowerLossDisk extends ForwardingFileOperations {
    private final Path base;
    private final int stepsUntilLoss;
    private final Contents durable = new Contents();
    private final List<Change> pending = new ArrayList<>();
    private int steps;

    /** What is on disk: folders, and the files under their names. */
    private record Contents(Set<Path> folders, Map<Path, byte[]> files) {
        Contents() {
            this(new HashSet<>(), new HashMap<>());
        }

        Contents copy() {
            return new Contents(new HashSet<>(folders), new HashMap<>(files));
        }
    }

    private interface Effect {
        void on(Contents contents);
    }

    /** A change to the entries of a folder, on disk for certain only after that folder was synced. */
    private record Change(Path folder, Effect effect) {}

    PowerLossDisk(Path base, int stepsUntilLoss) {
        this.base = base;
        this.stepsUntilLoss = stepsUntilLoss;
    }

    /** Whether all that was to be done was done before the power went. */
    boolean outlasted() {
        return steps <= stepsUntilLoss;
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        step();
        super.createFolder(folder);
        change(folder, contents -> contents.folders.add(folder));
    }

    /** The one step that takes long: where the power goes during it, half of the file is there. */
    @Override
    public void writeSynced(Path file, byte[] content) throws IOException {
        boolean whole = steps < stepsUntilLoss;
        byte[] written = Arrays.copyOf(content, whole ? content.length : content.length / 2);
        if (steps <= stepsUntilLoss) {
            super.writeSynced(file, written);
            change(file, contents -> contents.files.put(file, written));
        }
        step();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        super.rename(from, to);
        byte[] content = Files.readAllBytes(to);
        change(to, contents -> {
            contents.files.remove(from);
            contents.files.put(to, content);
        });
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        step();
        super.link(file, name);
        byte[] content = Files.readAllBytes(name);
        change(name, contents -> contents.files.put(name, content));
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        super.delete(file);
        change(file, contents -> contents.files.remove(file));
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        step();
        super.syncFolder(folder);
        pending.removeIf(change -> {
            boolean synced = change.folder.equals(folder);
            if (synced) {
                change.effect.on(durable);
            }
            return synced;
        });
    }

    private void step() throws IOException {
        steps++;
        if (!outlasted()) {
            throw new IOException("the power is gone");
        }
    }

    private void change(Path entry, Effect effect) {
        pending.add(new Change(entry.getParent(), effect));
    }

    /** Writes what is left into another folder, with a part of the changes that were not yet brought to disk. */
    void restoreInto(Path target, Predicate<TestData> alsoOnDisk, TestData random) throws IOException {
        Contents left = durable.copy();
        pending.stream().filter(change -> alsoOnDisk.test(random)).forEach(change -> change.effect.on(left));
        List<Path> folders = left.folders.stream().sorted().toList();
        Set<Path> reachable = new HashSet<>(Set.of(base));
        for (Path folder : folders) {
            if (reachable.contains(folder.getParent())) {
                reachable.add(folder);
                Files.createDirectory(target.resolve(base.relativize(folder)));
            }
        }
        for (Map.Entry<Path, byte[]> file : left.files.entrySet()) {
            if (reachable.contains(file.getKey().getParent())) {
                Files.write(target.resolve(base.relativize(file.getKey())), file.getValue());
            }
        }
    }
}
